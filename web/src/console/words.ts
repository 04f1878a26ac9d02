// Times and states as the console writes them.

const clockTime = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", second: "2-digit" });
const dayAndTime = new Intl.DateTimeFormat("en-GB", {
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

const LIVES: Readonly<Record<string, readonly [word: string, mood: Mood]>> = {
  planned: ["due", "wait"],
  resting: ["retry due", "wait"],
  sent: ["ordered", "wait"],
  ordered: ["ordered", "wait"],
  accepted: ["accepted", "wait"],
  carrying: ["reaching people", "wait"],
  carried: ["people told", "good"],
  heard: ["heard", "good"],
  published: ["published", "good"],
  silent: ["SILENT", "bad"],
  refused: ["REFUSED", "bad"],
  given_up: ["GIVEN UP", "bad"],
  failed: ["FAILED", "bad"],
  overtaken: ["overtaken", "off"],
};

/** A delivery's life in words; an unknown one is shown as it came. */
export function lifeWord(life: string): readonly [word: string, mood: Mood] {
  return LIVES[life] ?? [life, "wait"];
}
