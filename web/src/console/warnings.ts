// The warnings of the console: what waits for a decision first, then what is live, then what is over.

import { h, type Child } from "../dom.ts";
import { direction, nameOf } from "../language.ts";
import type { Text } from "../live/wire.ts";
import { actionsFor, changesWord, number, statusWord } from "./actions.ts";
import { deliveryClock } from "./deliveries.ts";
import type { Living, Picture, Registered, Warning, WarningStage } from "./picture.ts";
import { mood, time } from "./parts.ts";
import { named, word } from "./speak.ts";

const ORDER: readonly WarningStage[] = ["submitted", "live", "queued", "draft", "returned", "rejected", "ended"];

export function warningCards(picture: Picture): Child[] {
  if (picture.warnings.length === 0) return [h("p", { class: "none" }, word("no_warning"))];
  return [...picture.warnings]
    .sort((a, b) => ORDER.indexOf(a.stage) - ORDER.indexOf(b.stage) || b.id - a.id)
    .map((warning) => card(warning, picture));
}

/** What an officer reads before deciding; the same lines stand in the question that is asked. */
export function restatement(warning: Warning, at: number): HTMLElement {
  const { footprint } = warning;
  const missing = footprint?.languages_missing ?? [];
  const row = (name: string, ...value: readonly Child[]): HTMLElement =>
    h("div", null, h("dt", null, name), h("dd", null, value));
  const { proposal } = warning;
  return h(
    "dl",
    { class: "facts" },
    row(word("danger"), h("bdi", null, warning.danger)),
    row(word("zones"), warning.zones.length === 0 ? word("as_in_message") : h("bdi", null, warning.zones.join(", "))),
    row(word("people"), footprint === null ? word("not_known") : word("estimate_of", { n: footprint.people })),
    footprint?.population !== undefined && row(word("living_there"), livingWord(footprint.population)),
    footprint?.registered !== undefined && row(word("registered"), registeredWord(footprint.registered)),
    row(word("sirens"), footprint === null ? word("not_known") : number(footprint.sirens)),
    missing.length > 0 && row(word("no_text_in"), mood(missing.map(nameOf).join(", "), "bad")),
    row(word("until"), warning.expires === null ? word("not_set") : time(warning.expires, at)),
    row(word("written_by"), h("bdi", null, author(warning))),
    warning.note != null &&
      row(word("note_in", { language: nameOf(warning.note.language) }), h("bdi", { lang: warning.note.language }, warning.note.text)),
    Object.keys(warning.slots ?? {}).length > 0 &&
      row(word("values"), Object.entries(warning.slots ?? {}).map(([name, value]) => `${name} ${value}`).join(", ")),
    proposal != null &&
      row(word("update_word"), h("bdi", null, changesWord(warning)), ` ${word("zones_then")} `, h("bdi", null, proposal.zones.join(", "))),
    proposal != null && row(word("proposed_by"), h("bdi", null, proposal.by), " · ", time(proposal.at, at)),
    waits(warning) && row(word("in_hand_of"), h("bdi", null, warning.holder ?? word("nobody")), since(warning, at)),
    warning.stage === "returned" &&
      warning.returned != null &&
      row(word("given_back_by"), h("bdi", null, warning.returned.by), ": ", h("bdi", null, warning.returned.reason)),
    warning.approved_by !== null && row(word("approved_by"), h("bdi", null, warning.approved_by)),
    warning.rejected !== null &&
      row(word("rejected_by"), h("bdi", null, warning.rejected.by), ": ", h("bdi", null, warning.rejected.reason)),
    warning.ended_by !== null && row(word("ended_by"), h("bdi", null, warning.ended_by)),
  );
}

/** How many live there, registered or not: an estimate, and whose. */
function livingWord({ source, people, unregistered, covered_percent, not_known }: Living): Child {
  if (people === undefined) return mood(word("living_unknown", { why: not_known ?? "" }), "bad");
  const parts = [word("living_about", { n: people, source })];
  if (unregistered !== undefined) parts.push(word("living_unregistered", { n: unregistered }));
  if (covered_percent !== undefined && covered_percent < 100) {
    parts.push(word("living_covered", { n: covered_percent }));
  }
  return h("bdi", null, parts.join("; "));
}

/** Who is registered where it would go, and who of them hears nothing. */
function registeredWord(registered: Registered | null): string {
  if (registered === null) return word("being_loaded");
  const { people, warned, devices, by_language, by_channel, by_need } = registered;
  const listed = (counts: Readonly<Record<string, number>>): string =>
    Object.entries(counts)
      .map(([name, count]) => `${name} ${number(count)}`)
      .join(", ");
  const parts = [word("registered_told", { people, warned, devices })];
  if (warned > 0) parts.push(listed(by_language), listed(by_channel));
  const silent = [
    [registered.unreachable, "silent_unreachable"],
    [registered.unproven, "silent_unproven"],
    [registered.in_another_language, "silent_other_language"],
    [registered.paused, "silent_paused"],
    [registered.quiet, "silent_quiet"],
    [registered.last_seen, "silent_last_seen"],
  ] as const;
  for (const [n, what] of silent) if (n > 0) parts.push(word(what, { n }));
  if (Object.keys(by_need).length > 0) parts.push(word("need_help_list", { list: listed(by_need) }));
  return parts.join("; ");
}

/** What the message says, each in its language: whole while it waits, its headlines once it is out. */
export function texts(warning: Warning): Child {
  const waiting = Object.entries(warning.proposal?.texts ?? warning.submitted_texts ?? {});
  if (waiting.length > 0) return said(waiting.map(([tag, text]) => whole(tag, text)));
  const latest = [...warning.alerts].sort((a, b) => b.id - a.id)[0];
  return said(Object.entries(latest?.headline ?? {}).map(([tag, headline]) => [tag, headline, []]));
}

/** What both ends of a waiting warning will say: agreed on now, sent by one action then. */
export function ends({ corrections }: Warning): Child {
  if (corrections == null) return null;
  const end = (title: string, texts: Readonly<Record<string, Text>>): Child =>
    h(
      "details",
      { "data-key": title },
      h("summary", null, title),
      said(Object.entries(texts).map(([tag, text]) => whole(tag, text))),
    );
  return [
    end(word("end_all_clear"), corrections.all_clear),
    end(word("end_retraction"), corrections.retraction),
  ];
}

type Line = readonly [tag: string, headline: string, rest: readonly string[]];

function whole(tag: string, text: Text): Line {
  return [tag, text.headline, [text.instruction, text.description]];
}

function said(lines: readonly Line[]): Child {
  if (lines.length === 0) return null;
  return h(
    "ul",
    { class: "texts" },
    lines.map(([tag, headline, rest]) =>
      h(
        "li",
        { "data-key": tag, lang: tag, dir: direction(tag) },
        h("strong", null, headline),
        rest.filter((line) => line !== "").map((line) => h("p", null, line)),
      ),
    ),
  );
}

function waits({ stage }: Warning): boolean {
  return stage === "draft" || stage === "queued" || stage === "submitted" || stage === "returned";
}

function since({ held_since }: Warning, at: number): Child {
  return held_since == null ? null : [` ${word("since")} `, time(held_since, at)];
}

function author({ origin, drafted_by, fired_by }: Warning): string {
  if (origin !== "own") return word("author_feed", { feed: origin.feed });
  if (drafted_by !== null) return drafted_by;
  return fired_by === null ? word("not_known") : word("author_order", { order: fired_by });
}

function card(warning: Warning, picture: Picture): HTMLElement {
  const { at } = picture;
  const heading = `warning-${warning.id}`;
  return h(
    "article",
    {
      class: "warning",
      "data-key": heading,
      "data-status": warning.status,
      "data-stage": warning.stage,
      "aria-labelledby": heading,
    },
    h(
      "p",
      { class: "banner" },
      h("strong", { class: "banner-word" }, statusWord(warning.status)),
      " ",
      h("span", null, stageWords(warning)),
    ),
    h("h3", { id: heading }, h("bdi", null, warning.danger), ` · ${word("warning_n", { id: String(warning.id) })}`),
    warning.fired_by !== null &&
      !warning.confirmed &&
      warning.stage === "live" &&
      h("p", { class: "notice" }, word("unconfirmed")),
    warning.stage === "ended" &&
      warning.end_confirmed === false &&
      h("p", { class: "notice" }, word("end_unconfirmed")),
    warning.proposal != null &&
      h("p", { class: "notice" }, `${word("update_waits")} `, h("bdi", null, warning.restated ?? "")),
    texts(warning),
    restatement(warning, at),
    deliveryClock(warning, picture),
    h(
      "p",
      { class: "actions" },
      actionsFor(warning).map(({ name, label }) =>
        h(
          "button",
          { type: "button", "data-key": name, "data-action": name, "data-warning": warning.id },
          label,
        ),
      ),
    ),
  );
}

function stageWords({ stage, ended }: Warning): string {
  return stage === "ended" ? named("ended", ended ?? "plain") : named("stage", stage);
}
