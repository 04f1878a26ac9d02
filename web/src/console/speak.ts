// How the console speaks to its officer: the same mechanism as the public page, with words of its own.

import { speech, type Phrase } from "../speech.ts";
import { ar } from "./words/ar.ts";
import { en } from "./words/en.ts";
import { fr } from "./words/fr.ts";

export type ConsoleWord = keyof typeof en;
export type ConsoleWords = Readonly<Record<ConsoleWord, Phrase>>;

export const CONSOLE_LANGUAGES: Readonly<Record<string, ConsoleWords>> = { en, fr, ar };

/** Where there is no browser there is no officer either, and English stands for their language. */
const wanted = (globalThis.navigator as Navigator | undefined)?.languages ?? ["en"];

export const { language, direction, regional, word, twice, count, list } = speech<ConsoleWord>(CONSOLE_LANGUAGES, en, wanted);

/** A name from the wire in words, or as it came where this console does not know it: never hidden. */
export function named(group: string, name: string): string {
  const key = `${group}_${name}`;
  return key in en ? word(key as ConsoleWord) : name.replaceAll("_", " ");
}
