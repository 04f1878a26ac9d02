// Lays out the public page from what is known. The one rule: "no known warning" is said only while
// the link is alive and the server's own list is empty; in every other case the page says that it
// does not know.

import type { Shown } from "../board.ts";
import { byId, h, renew, type Child } from "../dom.ts";
import type { LinkState, Place, Signature } from "../live.ts";
import { ordered } from "../language.ts";
import type { LiveEntry, Status } from "../live/wire.ts";
import type { Lexicon } from "../words.ts";
import { card, textlessCard } from "./card.ts";
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
  readonly moveTo: (where: "here" | "everywhere") => void;
}

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
    live.map((one) => card(one, view)),
  );
  renew(
    byId("ended"),
    ended.length > 0 && h("h2", { class: "list-heading" }, lexicon.word("ended_heading")),
    ended.map((one) => card(one, view)),
    elsewhere.length > 0 && h("h2", { class: "list-heading" }, lexicon.word("elsewhere_heading")),
    elsewhere.map((one) => card(one, view)),
  );
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
  return language === undefined ? "" : (texts[language]?.push ?? "");
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
    ...whereabouts(view),
    h("p", null, h("a", { href: "/alerts/active" }, "GeoJSON")),
  ];
}

function whereabouts({ lexicon, place, placeFailed, moveTo }: View): Child[] {
  const where = place === null ? "here" : "everywhere";
  const button = h("button", { type: "button", "data-test": "place" }, lexicon.word(place === null ? "place_here" : "place_all"));
  button.addEventListener("click", () => moveTo(where));
  return [
    h("p", null, button),
    h("p", { class: "band-small" }, lexicon.word("place_kept")),
    placeFailed && h("p", { class: "notice" }, lexicon.word("place_failed")),
  ];
}
