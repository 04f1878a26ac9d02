// The page's own words, per language. They frame a warning and never replace its text: warnings are
// worded and vetted elsewhere and come over the wire. English is the pattern; the type makes a
// missing word in another language a compile error.

import { speech, type Speech } from "./speech.ts";
import { ar } from "./words/ar.ts";
import { en } from "./words/en.ts";
import { fr } from "./words/fr.ts";

export type Word = keyof typeof en;
export type Words = Readonly<Record<Word, string>>;

/** The words of every language of the pages; the server writes them where there is no script. */
export const LANGUAGES: Readonly<Record<string, Words>> = { en, fr, ar };

/** The words of one language. */
export interface Lexicon extends Speech<Word> {
  readonly time: (ms: number) => string;
}

/** The lexicon for a reader who wants these languages, best first. */
export function lexiconFor(wanted: readonly string[]): Lexicon {
  const spoken = speech(LANGUAGES, en, wanted);
  const time = new Intl.DateTimeFormat(spoken.regional, {
    weekday: "short",
    day: "numeric",
    month: "short",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    timeZoneName: "short",
  });
  return { ...spoken, time: (ms) => time.format(ms) };
}
