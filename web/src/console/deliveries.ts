// A warning's delivery clock: for each channel when the first and the last was reached, how many stand
// where, who has not answered, and what each target went through as far as this console saw it.

import { h, s, type Child } from "../dom.ts";
import { mood, table, time } from "./parts.ts";
import type { Alert, Delivery, Picture, Warning } from "./picture.ts";
import { count, list, named, word } from "./speak.ts";
import { trailOf } from "./trail.ts";
import { lifeWord } from "./words.ts";

/** Lives after which nothing more is waited for and somebody or something was reached. */
const REACHED = new Set(["heard", "carried", "published"]);
/** Silent targets named before the table is opened: more would be a list that nobody reads. */
const NAMED_MAX = 8;

export function deliveryClock(warning: Warning, { sirens, at }: Picture): Child {
  const all = warning.deliveries;
  if (all.length === 0) return null;
  const known = new Set(sirens.map(({ id }) => id));
  const latest = [...warning.alerts].sort((a, b) => b.id - a.id)[0];
  // A server of before names no alert: then all are of the latest.
  const ofLatest = all.filter(({ alert }) => alert === undefined || latest === undefined || alert === latest.id);
  const shown = ofLatest.length > 0 ? ofLatest : all;
  const unanswered = shown.filter(({ life }) => !REACHED.has(life) && life !== "overtaken");
  const bad = unanswered.filter(({ life }) => lifeWord(life)[1] === "bad");
  return h(
    "section",
    { class: "clock", "data-key": `clock-${warning.id}`, "aria-label": word("clock", { id: String(warning.id) }) },
    channels(shown, known, latest),
    histogram(shown, latest),
    bad.length > 0 &&
      h("p", { class: "problem" }, h("strong", null, `${word("not_reached", { n: bad.length })}: `), listed(bad)),
    unanswered.length > bad.length &&
      h(
        "p",
        { class: "notice" },
        `${word("no_answer_yet", { n: unanswered.length - bad.length })}: `,
        listed(unanswered.filter((one) => !bad.includes(one))),
      ),
    everyTarget(warning, all, at, latest),
  );
}

/** Which way a target is reached: the names of `live`, `people` and `folder` are the server's own. */
export function channelOf(target: string, sirens: ReadonlySet<string>): string {
  if (sirens.has(target)) return "siren";
  return ["live", "people", "folder"].includes(target) ? target : "webhook";
}

function channels(shown: readonly Delivery[], sirens: ReadonlySet<string>, alert: Alert | undefined): Child {
  const groups = new Map<string, Delivery[]>();
  for (const one of shown) {
    const channel = channelOf(one.target, sirens);
    groups.set(channel, [...(groups.get(channel) ?? []), one]);
  }
  return table(
    word("by_channel"),
    [word("channel"), word("targets"), word("first"), word("last"), word("state")],
    [...groups].map(([channel, ones]) => {
      const times = ones.filter(({ life }) => REACHED.has(life)).flatMap((one) => one.heard ?? one.at ?? []);
      const [first, last] = [Math.min(...times), Math.max(...times)];
      return [
        channel,
        named("channel", channel),
        count(ones.length),
        times.length === 0 ? "–" : after(first, alert),
        times.length < ones.length ? "–" : after(last, alert),
        [...lives(ones)].map(([life, n]) => [mood(`${count(n)} ${lifeWord(life)[0]}`, lifeWord(life)[1]), " "]),
      ] as const;
    }),
  );
}

function lives(ones: readonly Delivery[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { life } of ones) counts.set(life, (counts.get(life) ?? 0) + 1);
  return counts;
}

/** How long after the alert was decided. */
function after(at: number, alert: Alert | undefined): string {
  if (alert === undefined) return "–";
  return word("seconds_after", { seconds: (Math.max(0, at - alert.sent) / 1_000).toFixed(1) });
}

const BARS = [0.5, 1, 2, 5, 10, 30, 60, Number.POSITIVE_INFINITY] as const;

/** How many were reached within which time: said in words too. */
function histogram(shown: readonly Delivery[], alert: Alert | undefined): Child {
  if (alert === undefined) return null;
  const waits = shown
    .filter(({ life }) => REACHED.has(life))
    .flatMap((one) => one.heard ?? one.at ?? [])
    .map((at) => Math.max(0, at - alert.sent) / 1_000);
  if (waits.length < 3) return null;
  const bars = BARS.map((to, i) => waits.filter((wait) => wait <= to && wait > (BARS[i - 1] ?? -1)).length);
  const most = Math.max(...bars);
  const said = bars.map((n, i) => `${barWord(i)}: ${count(n)}`).join(", ");
  return s(
    "svg",
    { viewBox: "0 0 400 90", class: "bars", role: "img", "aria-label": `${word("times")}: ${said}`, direction: "ltr" },
    bars.map((n, i) => [
      s("rect", { class: "bar", x: i * 50 + 4, y: 70 - (60 * n) / most, width: 42, height: (60 * n) / most }),
      n > 0 && s("text", { class: "bar-text", x: i * 50 + 25, y: 66 - (60 * n) / most }, count(n)),
      s("text", { class: "bar-text", x: i * 50 + 25, y: 84 }, barWord(i)),
    ]),
  );
}

function barWord(i: number): string {
  const to = BARS[i];
  return to === Number.POSITIVE_INFINITY ? `> ${BARS[i - 1]} s` : `≤ ${to} s`;
}

function listed(ones: readonly Delivery[]): Child[] {
  const rest = ones.length - NAMED_MAX;
  return [
    ones.slice(0, NAMED_MAX).map(({ target, life }, i) => [i > 0 && ", ", h("bdi", null, target), ` (${lifeWord(life)[0]})`]),
    rest > 0 && word("and_more", { n: rest }),
  ];
}

function everyTarget(warning: Warning, all: readonly Delivery[], at: number, latest: Alert | undefined): Child {
  // What is closed is not made: thousands of rows are made for whoever opens them.
  const key = `deliveries-${warning.id}`;
  const isOpen = document.querySelector(`details[data-key="${key}"][open]`) !== null;
  const rank = ({ life }: Delivery): number => ["bad", "wait", "off", "good"].indexOf(lifeWord(life)[1]);
  return h(
    "details",
    { "data-key": key },
    h("summary", null, `${word("deliveries", { n: all.length })}: `, list([...lives(all)].map(([life, n]) => `${count(n)} ${lifeWord(life)[0]}`))),
    isOpen && table(
      word("deliveries_of", { id: String(warning.id) }),
      [word("to"), word("alert"), word("state"), word("at"), word("seen"), word("attempts"), word("why")],
      [...all]
        .sort((a, b) => (b.alert ?? 0) - (a.alert ?? 0) || rank(a) - rank(b))
        .map((one, i) => [
          `${one.target}-${one.alert ?? 0}-${i}`,
          h("bdi", null, one.target),
          one.alert === undefined ? "–" : String(one.alert),
          mood(...lifeWord(one.life)),
          [time(one.at, at), one.heard != null && [` · ${lifeWord("heard")[0]} `, time(one.heard, at)]],
          trail(one, latest),
          [count(one.attempts), people(one)],
          h("bdi", null, one.why ?? "–"),
        ]),
    ),
  );
}

/** What it went through as this console saw it: ordered, accepted, sounding, heard, each with its time. */
function trail(one: Delivery, latest: Alert | undefined): Child {
  const steps = trailOf(one);
  return steps.map(({ life, at }, i) => [
    i > 0 && " → ",
    lifeWord(life)[0],
    at !== null && latest !== undefined && (one.alert === undefined || one.alert === latest.id) ? ` ${after(at, latest)}` : null,
  ]);
}

/** Where the parcels to people stand, by channel; a stage that is not known here is shown by its name. */
function people({ people: carried }: Delivery): Child {
  return Object.entries(carried ?? {}).map(([channel, stages]) =>
    h(
      "div",
      null,
      h("bdi", null, channel),
      ": ",
      Object.entries(stages)
        .map(([stage, n]) => `${count(n)} ${named("parcel", stage)}`)
        .join(", "),
    ),
  );
}
