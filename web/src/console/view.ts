// The picture around the warnings: sirens, screens, headcount, record, feeds, standing orders. What
// is wrong stands first, and what is unknown is called unknown.

import { byId, h, renew, type Child } from "../dom.ts";
import type { LinkState } from "../live.ts";
import { lookOf, number } from "./actions.ts";
import type { Claim, Feed, Headcount, Incident, Picture, Siren } from "./picture.ts";
import { changeCards, loud } from "./changes.ts";
import { orderCards } from "./orders.ts";
import { mood, table, time } from "./parts.ts";
import { warningCards } from "./warnings.ts";
import { lifeWord, type Mood } from "./words.ts";

export interface View {
  readonly picture: Picture | null;
  readonly pictureLink: LinkState;
  readonly liveLink: LinkState;
}

export function show(view: View): void {
  const { picture } = view;
  const link = worse(view.pictureLink, view.liveLink);
  document.body.dataset["link"] = link;
  document.body.dataset["look"] = picture === null ? "none" : lookOf(picture);
  renew(byId("chrome"), ...chrome(view));
  renew(byId("link"), ...linkBand(view, link));
  if (picture === null) return;
  renew(byId("warnings"), ...warningCards(picture));
  renew(byId("sirens"), ...sirens(picture));
  renew(byId("screens"), ...screens(picture));
  renew(byId("headcounts"), ...headcounts(picture));
  renew(byId("incidents"), ...incidents(picture));
  renew(byId("feeds"), ...feeds(picture));
  renew(byId("orders"), ...orderCards(picture));
  renew(byId("changes"), ...changeCards(picture));
  renew(byId("loud"), ...loud(picture));
}

export function titleOf({ picture, pictureLink, liveLink }: View): string {
  if (worse(pictureLink, liveLink) === "link_lost") return "⚠ LINK LOST · Console · Vigie";
  const live = picture?.warnings.filter(({ stage }) => stage === "live") ?? [];
  const actual = live.filter(({ status }) => status === "actual").length;
  const waiting = picture?.warnings.filter(({ stage }) => stage === "submitted").length ?? 0;
  const changes = picture?.changes?.length ?? 0;
  const parts = [
    actual > 0 && `⚠ ${actual} ACTUAL`,
    live.length > actual && `${live.length - actual} EXERCISE`,
    waiting > 0 && `${waiting} to approve`,
    changes > 0 && `${changes} to agree to`,
  ].filter(Boolean);
  return [...parts, "Console", "Vigie"].join(" · ");
}

function worse(a: LinkState, b: LinkState): LinkState {
  for (const state of ["link_lost", "connecting"] as const) if (a === state || b === state) return state;
  return "alive";
}

const LOOKS = {
  actual: ["ACTUAL", "A real warning is live, or this site is in real operation."],
  exercise: ["EXERCISE", "Nobody is in danger."],
  none: ["NO LIVE WARNING", ""],
} as const;

function chrome({ picture }: View): Child[] {
  if (picture === null) return [h("h1", null, "Vigie console")];
  const [word, long] = LOOKS[lookOf(picture)];
  return [
    h("p", { class: "look" }, h("strong", null, word), " ", h("span", null, long)),
    picture.site === null
      ? h("h1", null, "No site is declared yet")
      : h("h1", null, h("bdi", null, picture.site.name), " ", h("small", null, picture.site.id)),
    h("p", { class: "as-of" }, "Picture of ", time(picture.at, picture.at), `, entry ${picture.head}`),
    h("button", { type: "button", "data-do": "sign-out" }, "Sign out"),
  ];
}

function linkBand(view: View, link: LinkState): Child[] {
  if (link === "alive") return [];
  if (link === "connecting") return [h("p", null, "Connecting… this picture may be old.")];
  const dead = [
    view.pictureLink === "link_lost" && "the picture",
    view.liveLink === "link_lost" && "the live wire",
  ].filter(Boolean);
  return [
    h("p", { class: "band-word" }, "LINK LOST"),
    h("p", null, `No sign of life from ${dead.join(" and ")}. What you see may be over, or worse than shown.`),
    view.picture !== null && h("p", null, "Last picture: ", time(view.picture.at, view.picture.at)),
  ];
}

function sirens({ sirens: all, at }: Picture): Child[] {
  if (all.length === 0) return [h("p", { class: "none" }, "No siren is configured.")];
  const rank = (siren: Siren): number => (siren.link !== "up" ? 0 : lifeMood(siren) === "bad" ? 1 : 2);
  const sorted = [...all].sort((a, b) => rank(a) - rank(b) || a.id.localeCompare(b.id, "en", { numeric: true }));
  const counts = new Map<string, number>();
  for (const siren of all) counts.set(sirenWord(siren)[0], (counts.get(sirenWord(siren)[0]) ?? 0) + 1);
  return [
    h("p", { class: "tally" }, `${all.length} sirens: `, [...counts].map(([word, n]) => `${n} ${word}`).join(", ")),
    table(
      "Sirens",
      ["Siren", "State", "Reached by", "To see to", "Last order", "Last sign of life"],
      sorted.map((siren) => [
        siren.id,
        h("bdi", null, siren.id),
        mood(...sirenWord(siren)),
        siren.ways.map((way) => WAYS[way]).join(" and ") || "nothing",
        seeTo(siren),
        siren.last === null ? "none" : `${lifeWord(siren.last.life)[0]} (alert ${siren.last.alert})`,
        time(siren.last_heard_ms, at),
      ]),
    ),
  ];
}

/** What somebody should see to, worst first; and how many texts were not believed, since that is an attack. */
function seeTo({ health }: Siren): string {
  if (health === undefined) return "";
  const doubted = health.not_believed === 0 ? [] : [`${health.not_believed} texts not believed: ${health.last_not_believed ?? ""}`];
  return [...health.faults, ...doubted].join("; ");
}

/** How a siren is reached, as officers say it. */
const WAYS = { wire: "own line", mqtt: "broker" } as const;

/** A lost link is said before anything that was true when it was there. */
function sirenWord(siren: Siren): readonly [string, Mood] {
  if (siren.link === "lost") return ["LINK LOST", "bad"];
  if (siren.link === "never") return ["NEVER SEEN", "bad"];
  return siren.last === null ? ["ready", "good"] : lifeWord(siren.last.life);
}

function lifeMood(siren: Siren): Mood {
  return siren.last === null ? "good" : lifeWord(siren.last.life)[1];
}

function screens({ screens: { connected, answering, last } }: Picture): Child[] {
  return [
    h("p", { class: "figure" }, h("strong", null, number(connected)), " connected"),
    h("p", null, `${number(answering)} of them say what they show`),
    last !== null &&
      h(
        "p",
        null,
        `Alert ${last.alert}: handed to ${number(last.connected)}, shown by ${number(last.acked)} that say so`,
      ),
  ];
}

function headcounts({ headcounts: all }: Picture): Child[] {
  if (all.length === 0) return [h("p", { class: "none" }, "No roll call.")];
  return all.map((count) =>
    h(
      "div",
      { class: "headcount", "data-key": count.id },
      h("h3", null, `Warning ${count.warning}: roll call ${count.open ? "open" : "closed"}`),
      tally(count),
    ),
  );
}

function tally({ expected, safe, need_help, missing }: Headcount): HTMLElement {
  const part = (name: string, n: number, kind: Mood): HTMLElement =>
    h("div", null, h("dt", null, name), h("dd", { class: "mood", "data-mood": n > 0 ? kind : "off" }, number(n)));
  return h(
    "dl",
    { class: "counts" },
    part("need help", need_help, "bad"),
    part("missing", missing, "wait"),
    part("safe", safe, "good"),
    part("expected", expected, "off"),
  );
}

function incidents({ incidents: all, at }: Picture): Child[] {
  if (all.length === 0) return [h("p", { class: "none" }, "Nothing recorded.")];
  return all.map((incident) => h("div", { "data-key": incident.id }, ...incidentLines(incident, at)));
}

function incidentLines({ id, warning, assertions, claims }: Incident, at: number): Child[] {
  return [
    h("h3", null, `Incident ${id}`, warning !== null && ` (warning ${warning})`),
    assertions.length > 0 &&
      table(
        "Assertions",
        ["About", "Said", "As reported by", "When", "Standing"],
        assertions.map((line) => [
          String(line.id),
          line.kind,
          h("bdi", null, line.statement),
          h("bdi", null, line.as_reported_by),
          time(line.said_at, at),
          line.status,
        ]),
      ),
    claims.length > 0
      ? table(
          "Who did it, as claimed or said",
          ["Claim", "Who", "As reported by", "Recorded", "By"],
          claims.map((line) => [String(line.id), ...claimCells(line), time(line.at, at), h("bdi", null, line.by)]),
        )
      : h("p", { class: "none" }, "No claim is recorded."),
  ];
}

function claimCells({ said }: Claim): readonly [Child, Child, Child] {
  switch (said.claim) {
    case "nobody":
      return ["claimed by nobody", h("span", null, "as of ", time(said.as_of, said.as_of)), h("bdi", null, said.reported_by)];
    case "claimed":
      return ["claimed", h("bdi", null, said.by), h("span", null, "themselves, by ", h("bdi", null, said.channel))];
    case "attributed":
      return ["attributed", h("bdi", null, said.to), h("bdi", null, said.reported_by)];
  }
}

function feeds({ feeds: all, at }: Picture): Child[] {
  if (all.length === 0) return [h("p", { class: "none" }, "No feed is configured.")];
  const word = ({ health }: Feed): readonly [string, Mood] =>
    health === "ok" ? ["ok", "good"] : health === "failing" ? ["FAILING", "bad"] : ["NEVER READ", "bad"];
  return [
    table(
      "Feeds",
      ["Feed", "Health", "Last good", "Taken", "Refused", "Last fault"],
      all.map((feed) => [
        feed.id,
        h("bdi", null, feed.id),
        mood(...word(feed)),
        time(feed.last_ok, at),
        number(feed.taken),
        number(feed.refused),
        h("bdi", null, feed.last_error ?? "–"),
      ]),
    ),
  ];
}

