// Times and states as the console writes them.

import { named, regional } from "./speak.ts";

const clockTime = new Intl.DateTimeFormat(regional, { hour: "2-digit", minute: "2-digit", second: "2-digit" });
const dayAndTime = new Intl.DateTimeFormat(regional, {
  day: "numeric",
  month: "short",
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
});

/** A time of today as a clock shows it, another with its day; the whole is in `datetime`. */
export function timeText(ms: number, now: number): string {
  const sameDay = new Date(ms).toDateString() === new Date(now).toDateString();
  return (sameDay ? clockTime : dayAndTime).format(ms);
}

/** How a siren stands, as one word for the eye and one mood for the colour. */
export type Mood = "good" | "wait" | "bad" | "off";

const MOODS: Readonly<Record<string, Mood>> = {
  carried: "good",
  heard: "good",
  published: "good",
  silent: "bad",
  refused: "bad",
  given_up: "bad",
  failed: "bad",
  overtaken: "off",
};

/** A delivery's life in words; an unknown one is shown as it came, and as something that is not over. */
export function lifeWord(life: string): readonly [word: string, mood: Mood] {
  return [named("life", life), MOODS[life] ?? "wait"];
}
