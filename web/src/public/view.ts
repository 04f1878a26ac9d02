// Lays out the public page from what is known. The one rule: "no known warning" is said only while
// the link is alive and the server's own list is empty; in every other case the page says that it
// does not know.

import type { Shown } from "../board.ts";
import { byId, h, renew, type Child } from "../dom.ts";
import type { LinkState, Place, Signature } from "../live.ts";
import { ordered, unturned } from "../language.ts";
import type { LiveEntry, Status } from "../live/wire.ts";
import type { Lexicon, Word } from "../words.ts";
import type { Land } from "../world.ts";
import { card, textlessCard } from "./card.ts";
import { past, type History } from "./history.ts";
import { line } from "./line.ts";
import type { SoundState } from "./sound.ts";
import { concernOf } from "./whereabouts.ts";

export interface View {
  readonly lexicon: Lexicon;
  readonly wanted: readonly string[];
  readonly link: LinkState;
  /** What is known of the latest heartbeat's signature. */
  readonly linkSignature: Signature | null;
  /** The server's clock at the latest heartbeat. */
  readonly serverTime: number | null;
  readonly clockDiffers: boolean;
  readonly shown: readonly Shown[];
  readonly textless: readonly LiveEntry[];
  readonly refused: number;
  readonly gap: boolean;
  /** The reader's place, if warnings are to be of it alone; it stays on the device. */
  readonly place: Place | null;
  /** The device was asked where it is, and did not say. */
  readonly placeFailed: boolean;
  readonly sound: SoundState;
  readonly history: History;
  /** Coasts and borders, once they were fetched. */
  readonly land: Land | null;
}

/** Warnings shown whole; of more than these a reader first sees one line each. */
const WHOLE_MAX = 12;

/** The look of the whole page: what the eye must know before it reads. */
type Look = "actual" | "exercise" | "none";

export function show(view: View): void {
  const { lexicon } = view;
  document.body.dataset["link"] = view.link;
  document.body.dataset["look"] = lookOf(view);
  renew(byId("link"), ...linkBand(view));

  const here = view.shown.filter((one) => isHere(one, view));
  const live = here.filter(({ stage }) => stage === "live");
  const ended = here.filter(({ stage }) => stage !== "live");
  const elsewhere = view.shown.filter((one) => !isHere(one, view) && one.stage === "live");
  renew(
    byId("live"),
    live.length + view.textless.length > 0 &&
      h("h2", { class: "list-heading" }, lexicon.word("live_heading")),
    view.textless.map((entry) => textlessCard(entry, view)),
    live.slice(0, WHOLE_MAX).map((one) => card(one, view)),
    live.length > WHOLE_MAX && h("p", { class: "notice" }, `${lexicon.word("more")} (${lexicon.count(live.length - WHOLE_MAX)})`),
    live.slice(WHOLE_MAX).map((one) => line(one, view)),
  );
  renew(
    byId("ended"),
    ended.length > 0 && h("h2", { class: "list-heading" }, lexicon.word("ended_heading")),
    ended.slice(0, WHOLE_MAX).map((one) => card(one, view)),
    ended.slice(WHOLE_MAX).map((one) => line(one, view)),
    elsewhere.length > 0 && h("h2", { class: "list-heading" }, lexicon.word("elsewhere_heading")),
    elsewhere.map((one) => line(one, view)),
  );
  renew(byId("history"), ...past(view));
  renew(byId("mine"), ...mine(view));
  renew(byId("foot"), ...foot(view));
}

export function titleOf(view: View): string {
  const { lexicon, link } = view;
  const say = (text: string): string => `${text} · Vigie`;
  if (link === "link_lost") return say(`⚠ ${lexicon.word("link_lost")}`);
  if (link === "connecting") return say(lexicon.word("connecting"));
  const live = liveStatuses(view);
  const actual = live.filter((status) => status === "actual").length;
  const told = (status: Status): string => {
    const push = pushOf(view, status);
    return push === "" ? "" : ` – ${push}`;
  };
  if (actual > 0) return say(`⚠ ${lexicon.word("actual")}: ${lexicon.count(actual)}${told("actual")}`);
  if (live.length > 0) return say(`${lexicon.word("exercise")}: ${lexicon.count(live.length)}${told("exercise")}`);
  return say(lexicon.word("none"));
}

/** Whether a warning is of the reader's place or around it, or may be. */
function isHere({ bulletin }: Shown, { place }: View): boolean {
  return concernOf(bulletin.area, place) !== "elsewhere";
}

/** The title of the first live warning of a status, for whoever sees no more of the page than its tab. */
function pushOf(view: View, status: Status): string {
  const { shown, wanted } = view;
  const first = shown.find((one) => one.stage === "live" && one.bulletin.status === status && isHere(one, view));
  const texts = first?.bulletin.texts ?? {};
  const language = ordered(Object.keys(texts), wanted)[0];
  return language === undefined ? "" : unturned(texts[language]?.push ?? "");
}

function lookOf(view: View): Look {
  const live = liveStatuses(view);
  if (live.includes("actual")) return "actual";
  return live.length > 0 ? "exercise" : "none";
}

function liveStatuses(view: View): ("actual" | "exercise")[] {
  return [
    ...view.shown.filter((one) => one.stage === "live" && isHere(one, view)).map(({ bulletin }) => bulletin.status),
    ...view.textless.map(({ status }) => status),
  ];
}

function linkBand(view: View): Child[] {
  const { lexicon, link, serverTime } = view;
  switch (link) {
    case "connecting":
      return [
        h("p", { class: "band-word" }, lexicon.word("connecting")),
        h("p", null, lexicon.word("connecting_long")),
      ];
    case "link_lost":
      return [
        h("p", { class: "band-word" }, lexicon.twice("link_lost")),
        h("p", null, lexicon.word("link_lost_long")),
        h(
          "p",
          { class: "band-small" },
          serverTime === null
            ? lexicon.word("link_lost_never")
            : `${lexicon.word("link_lost_since")} ${lexicon.time(serverTime)}`,
        ),
      ];
    case "alive":
      return aliveBand(view);
  }
}

function aliveBand(view: View): Child[] {
  const { lexicon } = view;
  const live = liveStatuses(view);
  if (live.length === 0) {
    return [
      h("p", { class: "band-word" }, lexicon.word(view.place === null ? "none" : "none_here")),
      h("p", null, lexicon.word(view.place === null ? "none_long" : "none_here_long")),
    ];
  }
  // While an exercise runs, silence about the real thing would be misread.
  return live.includes("actual") ? [] : [h("p", null, lexicon.word("none_exercise"))];
}

function foot(view: View): Child[] {
  const { lexicon, serverTime } = view;
  const unsigned = view.link === "alive" && view.linkSignature?.state === "unchecked";
  return [
    view.link === "alive" &&
      serverTime !== null &&
      h(
        "p",
        { class: "pulse" },
        `${lexicon.word("alive")} · ${lexicon.word("alive_at")}: ${lexicon.time(serverTime)}`,
      ),
    unsigned && h("p", { class: "notice" }, lexicon.word("unsigned_link")),
    view.clockDiffers && h("p", { class: "notice" }, lexicon.word("clock_differs")),
    view.gap && h("p", { class: "notice" }, lexicon.word("gap")),
    view.refused > 0 &&
      h("p", { class: "notice", "data-test": "refused" }, `${lexicon.word("refused")} ${lexicon.count(view.refused)}`),
    h("p", { class: "on-paper" }, lexicon.word("as_printed")),
    h("p", { class: "links" }, h("a", { href: "/alerts/active" }, "GeoJSON"), " · ", h("a", { href: "/cap/alerts.atom" }, "Atom")),
  ];
}

/** What the reader may choose: it is kept on the device and told to nobody. */
function mine({ lexicon, place, placeFailed, sound }: View): Child[] {
  const button = (act: string, word: Word, pressed: boolean | null = null): HTMLElement =>
    h("button", { type: "button", "data-do": act, "aria-pressed": pressed === null ? null : String(pressed) }, lexicon.word(word));
  return [
    h(
      "div",
      { class: "choices" },
      place === null ? button("place-here", "place_here") : button("place-all", "place_all"),
      sound !== "none" && button("sound", sound === "off" ? "sound_on" : sound === "waits" ? "sound_waits" : "sound_off"),
      button("print", "print"),
    ),
    h("p", { class: "band-small" }, lexicon.word("place_kept")),
    h("p", { class: "band-small" }, lexicon.word(sound === "none" ? "sound_none" : "sound_kept")),
    placeFailed && h("p", { class: "notice", role: "alert" }, lexicon.word("place_failed")),
  ];
}
