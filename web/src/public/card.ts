// One warning as the public sees it: real or exercise first, then what to do, then how to check it.

import type { Shown } from "../board.ts";
import { h, type Child } from "../dom.ts";
import { direction, nameOf, ordered, speaks, unturned } from "../language.ts";
import type { LinkState } from "../live.ts";
import type { Change, LiveEntry, Text } from "../live/wire.ts";
import { drawArea } from "../map.ts";
import { drawWorld } from "../world.ts";
import type { Lexicon } from "../words.ts";
import type { View } from "./view.ts";
import { concernOf } from "./whereabouts.ts";

export function card(shown: Shown, view: View): HTMLElement {
  const { lexicon, wanted, link } = view;
  const { bulletin } = shown;
  const languages = ordered(Object.keys(bulletin.texts), wanted);
  const [first, ...others] = languages;
  const heading = `warning-${shown.warning}`;
  const wordedForReader = first !== undefined && speaks(first, wanted);
  return h(
    "article",
    {
      class: "warning",
      "data-key": heading,
      "data-status": bulletin.status,
      "data-stage": shown.stage,
      "data-signature": shown.signature.state,
      "aria-labelledby": heading,
    },
    statusBanner(shown, lexicon),
    h("p", { class: "stage" }, stageWord(shown, link, lexicon)),
    shown.stage === "live" && bulletin.changes.length > 0 && changed(bulletin.changes, lexicon),
    view.place !== null && toPlace(shown, view),
    shown.updateMissing && h("p", { class: "notice" }, lexicon.word("update_missing")),
    first === undefined
      ? h("h3", { id: heading }, lexicon.word("no_text"))
      : wording(first, bulletin.texts[first], heading, lexicon),
    first !== undefined && !wordedForReader && h("p", { class: "notice" }, lexicon.word("language_missing")),
    others.length > 0 && otherLanguages(others, bulletin.texts, lexicon),
    h("div", { class: "about" }, areaMap(shown, view), facts(shown, view)),
    check(shown, lexicon),
  );
}

/** Where the reader is to the area, found out on the device. */
function toPlace({ bulletin }: Shown, { place, lexicon }: View): HTMLElement {
  const concern = concernOf(bulletin.area, place);
  return h("p", { class: "notice", "data-lies": concern }, lexicon.word(`place_${concern}`));
}

/** What an update changed, in the reader's words. */
function changed(changes: readonly Change[], lexicon: Lexicon): HTMLElement {
  const words = {
    validity: "changed_validity",
    area: "changed_area",
    danger: "changed_danger",
    sound: "changed_sound",
    values: "changed_values",
    note: "changed_note",
  } as const;
  return h("p", { class: "changes" }, changes.map(({ what }) => lexicon.word(words[what])).join(" · "));
}

/** A warning that the heartbeat names and whose bulletin is still to come. */
export function textlessCard(entry: LiveEntry, view: View): HTMLElement {
  const { lexicon } = view;
  return h(
    "article",
    { class: "warning", "data-key": `textless-${entry.warning}`, "data-status": entry.status, "data-stage": "live" },
    banner(entry.status, entry.status === "exercise" ? "exercise_long" : "actual_long", lexicon),
    h("h3", null, lexicon.word("textless")),
  );
}

export function stageWord(shown: Shown, link: LinkState, lexicon: Lexicon): string {
  switch (shown.stage) {
    case "live":
      if (link === "link_lost") return lexicon.word("in_force_past");
      return shown.bulletin.act === "update"
        ? `${lexicon.word("in_force")} · ${lexicon.word("updated")}`
        : lexicon.word("in_force");
    case "all_clear":
      return link === "link_lost"
        ? `${lexicon.twice("all_clear")} (${lexicon.word("before_lost")})`
        : `✓ ${lexicon.twice("all_clear")}`;
    case "retracted":
      return lexicon.word("retracted");
    case "expired":
      return lexicon.word("expired");
    case "ended_unseen":
      return lexicon.word("ended_unseen");
  }
}

/** Made by the machine from the signed status; no text of a message can change it. */
function statusBanner({ stage, bulletin }: Shown, lexicon: Lexicon): HTMLElement {
  if (bulletin.status === "exercise") {
    return banner("exercise", stage === "live" ? "exercise_long" : "exercise_past", lexicon);
  }
  return banner("actual", stage === "live" ? "actual_long" : "actual_past", lexicon);
}

function banner(
  status: "exercise" | "actual",
  long: "exercise_long" | "exercise_past" | "actual_long" | "actual_past",
  lexicon: Lexicon,
): HTMLElement {
  return h(
    "p",
    { class: "banner" },
    h("strong", { class: "banner-word" }, lexicon.twice(status)),
    " ",
    h("span", { class: "banner-long" }, lexicon.word(long)),
  );
}

function wording(language: string, text: Text | undefined, heading: string, lexicon: Lexicon): Child[] {
  if (text === undefined) return [];
  return [
    h(
      "div",
      { class: "wording", lang: language, dir: direction(language) },
      h("h3", { id: heading }, text.headline),
    ),
    text.instruction !== "" && h("h4", null, lexicon.word("first")),
    h(
      "div",
      { class: "wording", lang: language, dir: direction(language) },
      text.instruction !== "" && h("p", { class: "instruction" }, text.instruction),
      text.description !== "" && h("p", { class: "description" }, text.description),
    ),
  ];
}

function otherLanguages(
  languages: readonly string[],
  texts: Readonly<Record<string, Text>>,
  lexicon: Lexicon,
): HTMLElement {
  return h(
    "div",
    { class: "others", role: "group", "aria-label": lexicon.word("also_in") },
    languages.map((language) => {
      const text = texts[language];
      return (
        text !== undefined &&
        h(
          "details",
          { "data-key": language, lang: language, dir: direction(language) },
          h("summary", null, h("span", { class: "language" }, nameOf(language)), " ", h("bdi", null, text.headline)),
          text.instruction !== "" && h("p", { class: "instruction" }, text.instruction),
          text.description !== "" && h("p", { class: "description" }, text.description),
        )
      );
    }),
  );
}

function facts(shown: Shown, view: View): HTMLElement {
  const { lexicon } = view;
  const { bulletin } = shown;
  const row = (name: string, ...value: readonly Child[]): Child[] => [h("dt", null, name), h("dd", null, value)];
  const original = linkTo(bulletin.cap.href);
  return h(
    "dl",
    { class: "facts" },
    row(lexicon.word("since"), time(shown.since, lexicon)),
    shown.stage === "live"
      ? row(lexicon.word("until"), until(bulletin.expires, view))
      : row(lexicon.word("ended_at"), time(bulletin.sent, lexicon)),
    row(lexicon.word("area"), h("bdi", null, bulletin.area.desc)),
    row(lexicon.word("source"), h("bdi", null, bulletin.source)),
    row(lexicon.word("danger"), h("bdi", null, bulletin.danger)),
    row(lexicon.word("severity"), severityWord(bulletin.severity, lexicon)),
    row(lexicon.word("code"), h("code", { class: "code", dir: "ltr" }, bulletin.code)),
    row(lexicon.word("signature"), h("span", { class: "signature" }, signatureWord(shown, lexicon))),
    original !== null &&
      row(
        lexicon.word("original"),
        h("a", { href: original, rel: "noreferrer" }, h("bdi", null, bulletin.cap.identifier)),
      ),
  );
}

function until(expires: number | null, view: View): Child[] {
  const { lexicon, serverTime } = view;
  if (expires === null) return [lexicon.word("until_open")];
  // The end is the server's to say; a passed time alone ends nothing.
  const passed = view.link !== "alive" ? Date.now() > expires : serverTime !== null && serverTime > expires;
  return [time(expires, lexicon), passed && ` (${lexicon.word("until_passed")})`];
}

/** CAP's five words of severity in the reader's language; another word as it came. */
function severityWord(severity: string, lexicon: Lexicon): Child {
  const known = ["extreme", "severe", "moderate", "minor", "unknown"] as const;
  const found = known.find((one) => one === severity.toLowerCase());
  return found === undefined ? h("bdi", null, severity) : lexicon.word(`severity_${found}`);
}

function signatureWord({ signature }: Shown, lexicon: Lexicon): Child[] {
  if (signature.state === "verified") {
    return ["✓ ", lexicon.word("verified"), " ", h("code", { dir: "ltr" }, signature.kid)];
  }
  return [lexicon.word(signature.why === "no_keys" ? "unchecked_no_keys" : "unchecked_no_ed25519")];
}

/** How somebody who doubts the page finds out. */
function check({ bulletin, signature, warning }: Shown, lexicon: Lexicon): HTMLElement {
  const isVerified = signature.state === "verified";
  return h(
    "details",
    { class: "check", "data-key": `check-${warning}` },
    h("summary", null, lexicon.word("check")),
    h(
      "ul",
      null,
      h("li", null, lexicon.word("check_code"), " ", h("code", { class: "code", dir: "ltr" }, bulletin.code)),
      h(
        "li",
        null,
        lexicon.word(isVerified ? "check_verified" : "check_unchecked"),
        isVerified && h("p", null, `${lexicon.word("check_key")}: `, h("code", { dir: "ltr" }, signature.kid)),
      ),
      h("li", null, lexicon.word("check_elsewhere")),
      h("li", null, `${lexicon.word("check_sum")}: `, h("code", { dir: "ltr" }, bulletin.cap.sha256)),
    ),
  );
}

function areaMap({ bulletin }: Shown, { lexicon, place, land }: View): Child {
  const { area } = bulletin;
  const concern = concernOf(area, place);
  const isNear = concern === "within" || concern === "near";
  const label = `${lexicon.word("map_of")}: ${unturned(area.desc)}`;
  const drawing = drawArea(area, label, { place: isNear ? place : null, placeWord: lexicon.word("map_place"), land });
  if (drawing === null) return null;
  const world = land === null ? null : drawWorld(area, land, lexicon.word("map_world"));
  return h("figure", { class: "area" }, drawing, world);
}

function time(ms: number, lexicon: Lexicon): HTMLElement {
  return h("time", { datetime: new Date(ms).toISOString() }, lexicon.time(ms));
}

/** Only web addresses become links: a `javascript:` address in a message stays a text. */
function linkTo(href: string): string | null {
  try {
    const address = new URL(href, location.href);
    return address.protocol === "https:" || address.protocol === "http:" ? address.href : null;
  } catch {
    return null;
  }
}
