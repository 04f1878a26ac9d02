// The picture around the warnings: sirens, screens, headcount, record, feeds, standing orders. What
// is wrong stands first, and what is unknown is called unknown.

import { byId, h, renew, type Child } from "../dom.ts";
import type { LinkState } from "../live.ts";
import type { Land } from "../world.ts";
import { lookOf, number } from "./actions.ts";
import type { Claim, Feed, Headcount, Incident, Picture } from "./picture.ts";
import { changeCards, loud } from "./changes.ts";
import { orderCards } from "./orders.ts";
import { mood, table, time } from "./parts.ts";
import { siteMap } from "./site-map.ts";
import { sirens } from "./sirens.ts";
import { named, twice, word } from "./speak.ts";
import { warningCards } from "./warnings.ts";
import type { Mood } from "./words.ts";

export interface View {
  readonly picture: Picture | null;
  readonly pictureLink: LinkState;
  readonly liveLink: LinkState;
  /** Coasts and borders, once they were fetched. */
  readonly land: Land | null;
}

export function show(view: View): void {
  const { picture } = view;
  const link = worse(view.pictureLink, view.liveLink);
  document.body.dataset["link"] = link;
  document.body.dataset["look"] = picture === null ? "none" : lookOf(picture);
  renew(byId("chrome"), ...chrome(view));
  renew(byId("link"), ...linkBand(view, link));
  if (picture === null) return;
  const day = new Date(picture.at).toDateString();
  anew("warnings", [picture.warnings, picture.sirens.map(({ id }) => id), day, openDetails()], () => warningCards(picture));
  anew("map", [picture.zones, picture.sirens, picture.warnings.map(({ id, stage }) => [id, stage]), view.land !== null], () => [siteMap(picture, view.land, new Set())]);
  anew("sirens", [picture.sirens, day], () => sirens(picture));
  renew(byId("screens"), ...screens(picture));
  renew(byId("headcounts"), ...headcounts(picture));
  renew(byId("incidents"), ...incidents(picture));
  renew(byId("feeds"), ...feeds(picture));
  renew(byId("orders"), ...orderCards(picture));
  renew(byId("changes"), ...changeCards(picture));
  renew(byId("loud"), ...loud(picture));
}

const drawnFrom = new Map<string, string>();

/** Draws a part only when what it is drawn from has changed: a thousand sirens must not be made four times a second. */
function anew(id: string, from: unknown, draw: () => readonly Child[]): void {
  const text = JSON.stringify(from);
  const place = byId(id);
  if (drawnFrom.get(id) === text && place.childElementCount > 0) return;
  drawnFrom.set(id, text);
  renew(place, ...draw());
}

/** Which details of warnings the officer opened: what they hold is made then. */
function openDetails(): (string | null)[] {
  return [...document.querySelectorAll("#warnings details[open]")].map((one) => one.getAttribute("data-key"));
}

export function titleOf({ picture, pictureLink, liveLink }: View): string {
  if (worse(pictureLink, liveLink) === "link_lost") return `⚠ ${twice("link_lost")} · ${word("console")} · Vigie`;
  const live = picture?.warnings.filter(({ stage }) => stage === "live") ?? [];
  const actual = live.filter(({ status }) => status === "actual").length;
  const waiting = picture?.warnings.filter(({ stage }) => stage === "submitted").length ?? 0;
  const changes = picture?.changes?.length ?? 0;
  const parts = [
    actual > 0 && `⚠ ${number(actual)} ${twice("actual")}`,
    live.length > actual && `${number(live.length - actual)} ${twice("exercise")}`,
    waiting > 0 && word("title_to_approve", { n: waiting }),
    changes > 0 && word("title_to_agree", { n: changes }),
  ].filter(Boolean);
  return [...parts, word("console"), "Vigie"].join(" · ");
}

function worse(a: LinkState, b: LinkState): LinkState {
  for (const state of ["link_lost", "connecting"] as const) if (a === state || b === state) return state;
  return "alive";
}

function chrome({ picture }: View): Child[] {
  if (picture === null) return [h("h1", null, word("vigie_console"))];
  const look = lookOf(picture);
  const long = look === "actual" ? word("look_actual_long") : look === "exercise" ? word("nobody_in_danger") : "";
  return [
    h("p", { class: "look" }, h("strong", null, look === "none" ? word("look_none") : twice(look)), " ", h("span", null, long)),
    picture.site === null
      ? h("h1", null, word("no_site"))
      : h("h1", null, h("bdi", null, picture.site.name), " ", h("small", null, picture.site.id)),
    h("p", { class: "as-of" }, `${word("picture_of")} `, time(picture.at, picture.at), `, ${word("entry_n", { n: String(picture.head) })}`),
    h("button", { type: "button", "data-do": "sign-out" }, word("sign_out")),
  ];
}

function linkBand(view: View, link: LinkState): Child[] {
  if (link === "alive") return [];
  if (link === "connecting") return [h("p", null, word("connecting_old"))];
  const isBoth = view.pictureLink === view.liveLink;
  const dead = isBoth ? "the_both" : view.pictureLink === "link_lost" ? "the_picture" : "the_live_wire";
  return [
    h("p", { class: "band-word" }, twice("link_lost")),
    h("p", null, word("no_life_from", { what: word(dead) })),
    view.picture !== null && h("p", null, `${word("last_picture")} `, time(view.picture.at, view.picture.at)),
  ];
}

function screens({ screens: { connected, answering, last } }: Picture): Child[] {
  return [
    h("p", { class: "figure" }, h("strong", null, number(connected)), ` ${word("connected")}`),
    h("p", null, word("say_what", { n: answering })),
    last !== null &&
      h(
        "p",
        null,
        word("handed", { id: String(last.alert), connected: last.connected, acked: last.acked }),
      ),
  ];
}

function headcounts({ headcounts: all }: Picture): Child[] {
  if (all.length === 0) return [h("p", { class: "none" }, word("no_roll_call"))];
  return all.map((count) =>
    h(
      "div",
      { class: "headcount", "data-key": count.id },
      h("h3", null, word(count.open ? "roll_call_open" : "roll_call_closed", { id: String(count.warning) })),
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
    part(word("count_help"), need_help, "bad"),
    part(word("count_missing"), missing, "wait"),
    part(word("count_safe"), safe, "good"),
    part(word("count_expected"), expected, "off"),
  );
}

function incidents({ incidents: all, at }: Picture): Child[] {
  if (all.length === 0) return [h("p", { class: "none" }, word("nothing_recorded"))];
  return all.map((incident) => h("div", { "data-key": incident.id }, ...incidentLines(incident, at)));
}

function incidentLines({ id, warning, assertions, claims }: Incident, at: number): Child[] {
  return [
    h("h3", null, word("incident_n", { id: String(id) }), warning !== null && ` (${word("warning_n", { id: String(warning) })})`),
    assertions.length > 0 &&
      table(
        word("assertions"),
        [word("about"), word("said"), word("as_reported_by"), word("when"), word("standing")],
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
          word("claims"),
          [word("claim"), word("who"), word("as_reported_by"), word("recorded"), word("by_head")],
          claims.map((line) => [String(line.id), ...claimCells(line), time(line.at, at), h("bdi", null, line.by)]),
        )
      : h("p", { class: "none" }, word("no_claim")),
  ];
}

function claimCells({ said }: Claim): readonly [Child, Child, Child] {
  switch (said.claim) {
    case "nobody":
      return [word("claimed_nobody"), h("span", null, `${word("as_of")} `, time(said.as_of, said.as_of)), h("bdi", null, said.reported_by)];
    case "claimed":
      return [word("claimed"), h("bdi", null, said.by), h("span", null, `${word("themselves_by")} `, h("bdi", null, said.channel))];
    case "attributed":
      return [word("attributed"), h("bdi", null, said.to), h("bdi", null, said.reported_by)];
  }
}

function feeds({ feeds: all, at }: Picture): Child[] {
  if (all.length === 0) return [h("p", { class: "none" }, word("no_feed"))];
  const standing = ({ health }: Feed): readonly [string, Mood] => [named("feed", health), health === "ok" ? "good" : "bad"];
  return [
    table(
      word("feeds"),
      [word("feed"), word("health"), word("last_good"), word("taken"), word("refused"), word("last_fault")],
      all.map((feed) => [
        feed.id,
        h("bdi", null, feed.id),
        mood(...standing(feed)),
        time(feed.last_ok, at),
        number(feed.taken),
        number(feed.refused),
        h("bdi", null, feed.last_error ?? "–"),
      ]),
    ),
  ];
}

