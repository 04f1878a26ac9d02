// One mechanism for the words of every page: which language a reader gets, what is put into a text, and
// which of its forms a number takes.

import { direction, ordered, unturned } from "./language.ts";

/** A text, or its forms by the plural categories of its language; `{name}` stands for a value. */
export type Phrase = string | Forms;
export type Forms = Readonly<Partial<Record<Intl.LDMLPluralRule, string>>> & { readonly other: string };

export type Values = Readonly<Record<string, string | number>>;

/** How a page speaks to one reader. */
export interface Speech<Word extends string> {
  readonly language: string;
  readonly direction: "ltr" | "rtl";
  /** The reader's own regional form of that language, for dates and digits. */
  readonly regional: string;
  /** A text with its values; of several forms the one that `n` takes. */
  readonly word: (word: Word, values?: Values) => string;
  /** The word here and, where that is another language, in English: for what nobody may misread. */
  readonly twice: (word: Word) => string;
  readonly count: (n: number) => string;
  /** Several things beside each other, with the comma of the language. */
  readonly list: (items: readonly string[]) => string;
}

/** The speech for a reader who wants these languages, best first; English where there is none of them. */
export function speech<Word extends string>(
  languages: Readonly<Record<string, Readonly<Record<Word, Phrase>>>>,
  english: Readonly<Record<Word, Phrase>>,
  wanted: readonly string[],
): Speech<Word> {
  const language = ordered(Object.keys(languages), [...wanted, "en"])[0] ?? "en";
  const words = languages[language] ?? english;
  const regional = wanted.find((tag) => tag.toLowerCase().split("-")[0] === language) ?? language;
  const numbers = new Intl.NumberFormat(regional);
  const lists = new Intl.ListFormat(regional, { type: "unit" });
  const plural = new Intl.PluralRules(language);
  const count = (n: number): string => numbers.format(n);
  // Among words from the right, a value from the left would pull its neighbours with it.
  const isRtl = direction(language) === "rtl";
  const kept = (value: string): string => (isRtl ? `\u2068${unturned(value)}\u2069` : value);
  const form = (phrase: Phrase, values: Values): string => {
    if (typeof phrase === "string") return phrase;
    const n = values["n"];
    return (typeof n === "number" ? phrase[plural.select(n)] : undefined) ?? phrase.other;
  };
  const word = (name: Word, values: Values = {}): string =>
    form(words[name], values).replace(/\{(\w+)\}/g, (whole, part: string) => {
      const value = values[part];
      return value === undefined ? whole : typeof value === "number" ? count(value) : kept(value);
    });
  const inEnglish = (name: Word): string => form(english[name], {});
  return {
    language,
    direction: direction(language),
    regional,
    word,
    twice: (name) => (word(name) === inEnglish(name) ? word(name) : `${word(name)} · ${inEnglish(name)}`),
    count,
    list: (items) => lists.format(items),
  };
}
