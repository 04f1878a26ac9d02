// Every siren, the worst first: how it is reached, by each way by itself, how it is, and what became of
// its last order. What is unknown is called unknown, and a word that this console does not know is shown.

import { h, type Child } from "../dom.ts";
import { mood, table, time } from "./parts.ts";
import type { Picture, Siren, SirenCondition } from "./picture.ts";
import { count, list, named, word } from "./speak.ts";
import { lifeWord, type Mood } from "./words.ts";

export function sirens({ sirens: all, at }: Picture): Child[] {
  if (all.length === 0) return [h("p", { class: "none" }, word("sirens_none"))];
  const rank = (siren: Siren): number => (siren.link !== "up" ? 0 : state(siren)[1] === "bad" ? 1 : faults(siren) > 0 ? 2 : 3);
  const sorted = [...all].sort((a, b) => rank(a) - rank(b) || a.id.localeCompare(b.id, "en", { numeric: true }));
  const counts = new Map<string, number>();
  for (const siren of all) counts.set(state(siren)[0], (counts.get(state(siren)[0]) ?? 0) + 1);
  return [
    h(
      "p",
      { class: "tally" },
      `${word("sirens_count", { n: all.length })}: `,
      list([...counts].map(([said, n]) => `${count(n)} ${said}`)),
    ),
    table(
      word("sirens"),
      [
        word("siren"),
        word("state"),
        word("own_line"),
        word("broker"),
        word("last_pulse"),
        word("power"),
        word("case"),
        word("parts"),
        word("self_test"),
        word("see_to"),
        word("last_order"),
      ],
      sorted.map((siren) => [
        siren.id,
        h("bdi", null, siren.id),
        mood(...state(siren)),
        way(siren, "wire"),
        way(siren, "mqtt"),
        pulse(siren, at),
        power(siren.health?.condition),
        casing(siren.health?.condition),
        parts(siren.health?.condition),
        tested(siren.health?.condition, at),
        seeTo(siren),
        lastOrder(siren, at),
      ]),
    ),
  ];
}

/** A lost link is said before anything that was true when it was there. */
function state(siren: Siren): readonly [string, Mood] {
  if (siren.link === "lost") return [word("link_lost"), "bad"];
  if (siren.link === "never") return [word("never_seen"), "bad"];
  if (siren.link !== "up") return [siren.link, "bad"];
  return siren.last === null ? [word("ready"), "good"] : lifeWord(siren.last.life);
}

function faults({ health }: Siren): number {
  return (health?.faults.length ?? 0) + (health?.not_believed ?? 0);
}

/** One way by itself: a siren that is up by one has lost the other, and somebody must know. */
function way(siren: Siren, name: "wire" | "mqtt"): Child {
  if (siren.ways.includes(name)) return mood(word("way_up"), "good");
  const isAbsent = name === "mqtt" && siren.health?.condition?.broker === "none";
  if (isAbsent) return mood(word("way_none"), "off");
  return siren.link === "up" ? mood(word("way_down"), "bad") : mood(word("not_known"), "off");
}

function pulse({ health, last_heard_ms }: Siren, at: number): Child {
  const kind = health?.pulse ?? "unknown";
  const feeling: Mood = kind === "fresh" ? "good" : kind === "unknown" ? "off" : "bad";
  const isOther = health?.holds === "other";
  return [
    time(last_heard_ms, at),
    " ",
    mood(kind === "unknown" ? word("not_known") : named("pulse", kind), feeling),
    isOther && [" ", mood(word("holds_other"), "bad")],
  ];
}

function power(condition: SirenCondition | null | undefined): Child {
  const { kind, percent } = condition?.power ?? { kind: "unknown" };
  if (kind === "unknown") return mood(word("not_known"), "off");
  if (kind !== "battery") return named("power", kind);
  const level = percent ?? 0;
  return mood(word("power_battery", { percent: level }), level <= 20 ? "bad" : "wait");
}

function casing(condition: SirenCondition | null | undefined): Child {
  const how = condition?.case ?? "unknown";
  if (how === "unknown") return mood(word("not_known"), "off");
  return mood(named("case", how), how === "open" ? "bad" : how === "shut" ? "good" : "wait");
}

/** Sound, voice and disk, each by itself; untried is not fine. */
function parts(condition: SirenCondition | null | undefined): Child {
  if (condition == null) return mood(word("not_known"), "off");
  return (["sound", "voice", "disk"] as const).map((part, i) => {
    const fitness = condition[part];
    const feeling: Mood = fitness === "works" ? "good" : fitness === "broken" ? "bad" : fitness === "untried" ? "off" : "wait";
    return [i > 0 && ", ", `${named("part", part)}: `, mood(named("fitness", fitness), feeling)];
  });
}

function tested(condition: SirenCondition | null | undefined, at: number): Child {
  const test = condition?.tested;
  if (test == null) return mood(word("never_tested"), "off");
  const feeling: Mood = test.result === "passed" ? "good" : test.result === "busy" ? "wait" : "bad";
  return [mood(named("test", test.result), feeling), ` (${named("test", test.kind)}) `, time(test.at, at)];
}

/** What somebody should see to, worst first; and how many texts were not believed, since that is an attack. */
function seeTo({ health }: Siren): Child {
  if (health === undefined) return null;
  const { faults, not_believed, last_not_believed } = health;
  const doubted = not_believed === 0 ? [] : [word("not_believed", { n: not_believed, why: last_not_believed ?? "" })];
  const all = [...faults, ...doubted];
  return all.length === 0 ? "–" : all.map((one) => h("div", null, h("bdi", null, one)));
}

function lastOrder({ last }: Siren, at: number): Child {
  if (last === null) return word("no_order");
  return [
    mood(...lifeWord(last.life)),
    ` (${word("alert_n", { id: String(last.alert) })}) `,
    last.at === undefined ? null : time(last.at, at),
    last.why != null && h("div", null, h("bdi", null, last.why)),
  ];
}
