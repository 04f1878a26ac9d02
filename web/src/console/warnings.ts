// The warnings of the console: what waits for a decision first, then what is live, then what is over.

import { h, type Child } from "../dom.ts";
import { direction, nameOf } from "../language.ts";
import type { Text } from "../live/wire.ts";
import { actionsFor, changesWord, number, statusWord } from "./actions.ts";
import type { Delivery, Living, Picture, Registered, Warning, WarningStage } from "./picture.ts";
import { mood, table, time } from "./parts.ts";
import { lifeWord } from "./words.ts";

const ORDER: readonly WarningStage[] = ["submitted", "live", "queued", "draft", "returned", "rejected", "ended"];

export function warningCards(picture: Picture): Child[] {
  if (picture.warnings.length === 0) return [h("p", { class: "none" }, "No warning, live or in preparation.")];
  return [...picture.warnings]
    .sort((a, b) => ORDER.indexOf(a.stage) - ORDER.indexOf(b.stage) || b.id - a.id)
    .map((warning) => card(warning, picture.at));
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
    row("Danger", h("bdi", null, warning.danger)),
    row("Zones", warning.zones.length === 0 ? "as in its message" : h("bdi", null, warning.zones.join(", "))),
    row("People", footprint === null ? "not known" : `${number(footprint.people)} (estimate)`),
    footprint?.population !== undefined && row("Living there", livingWord(footprint.population)),
    footprint?.registered !== undefined && row("Registered", registeredWord(footprint.registered)),
    row("Sirens", footprint === null ? "not known" : number(footprint.sirens)),
    missing.length > 0 && row("No text in", mood(missing.map(nameOf).join(", "), "bad")),
    row("Until", warning.expires === null ? "not set" : time(warning.expires, at)),
    row("Written by", h("bdi", null, author(warning))),
    warning.note != null &&
      row(`Note in ${nameOf(warning.note.language)}`, h("bdi", { lang: warning.note.language }, warning.note.text)),
    Object.keys(warning.slots ?? {}).length > 0 &&
      row("Values", Object.entries(warning.slots ?? {}).map(([name, value]) => `${name} ${value}`).join(", ")),
    proposal != null &&
      row("Update", h("bdi", null, changesWord(warning)), " Zones then: ", h("bdi", null, proposal.zones.join(", "))),
    proposal != null && row("Proposed by", h("bdi", null, proposal.by), " at ", time(proposal.at, at)),
    waits(warning) && row("In hand of", h("bdi", null, warning.holder ?? "nobody"), since(warning, at)),
    warning.stage === "returned" &&
      warning.returned != null &&
      row("Given back by", h("bdi", null, warning.returned.by), ": ", h("bdi", null, warning.returned.reason)),
    warning.approved_by !== null && row("Approved by", h("bdi", null, warning.approved_by)),
    warning.rejected !== null &&
      row("Rejected by", h("bdi", null, warning.rejected.by), ": ", h("bdi", null, warning.rejected.reason)),
    warning.ended_by !== null && row("Ended by", h("bdi", null, warning.ended_by)),
  );
}

/** How many live there, registered or not: an estimate, and whose. */
function livingWord({ source, people, unregistered, covered_percent, not_known }: Living): Child {
  if (people === undefined) return mood(`not known: ${not_known ?? ""}`, "bad");
  const parts = [`about ${number(people)} (estimate of ${source})`];
  if (unregistered !== undefined) parts.push(`about ${number(unregistered)} not registered`);
  if (covered_percent !== undefined && covered_percent < 100) {
    parts.push(`only ${covered_percent} % of the area are in its grid`);
  }
  return h("bdi", null, parts.join("; "));
}

/** Who is registered where it would go, and who of them hears nothing. */
function registeredWord(registered: Registered | null): string {
  if (registered === null) return "being loaded";
  const { people, warned, devices, by_language, by_channel, by_need } = registered;
  const listed = (counts: Readonly<Record<string, number>>): string =>
    Object.entries(counts)
      .map(([name, count]) => `${name} ${number(count)}`)
      .join(", ");
  const parts = [`${number(people)} people, ${number(warned)} would be sent something on ${number(devices)} devices`];
  if (warned > 0) parts.push(listed(by_language), listed(by_channel));
  const silent: readonly [number, string][] = [
    [registered.unreachable, "cannot be reached"],
    [registered.unproven, "on ways that never answered"],
    [registered.in_another_language, "in another language than theirs"],
    [registered.paused, "paused"],
    [registered.quiet, "not to be disturbed"],
    [registered.last_seen, "last seen there more than an hour ago"],
  ];
  for (const [count, what] of silent) if (count > 0) parts.push(`${number(count)} ${what}`);
  if (Object.keys(by_need).length > 0) parts.push(`need help: ${listed(by_need)}`);
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
    end("All clear, approved with it", corrections.all_clear),
    end("False alarm, approved with it", corrections.retraction),
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
  return held_since == null ? null : [" since ", time(held_since, at)];
}

function author({ origin, drafted_by, fired_by }: Warning): string {
  if (origin !== "own") return `another authority, by the feed ${origin.feed}`;
  if (drafted_by !== null) return drafted_by;
  return fired_by === null ? "not known" : `standing order ${fired_by}, without a human`;
}

function card(warning: Warning, at: number): HTMLElement {
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
    h("h3", { id: heading }, h("bdi", null, warning.danger), ` · warning ${warning.id}`),
    warning.fired_by !== null &&
      !warning.confirmed &&
      warning.stage === "live" &&
      h("p", { class: "notice" }, "UNCONFIRMED: it fired without a human. Confirm it or retract it."),
    warning.stage === "ended" &&
      warning.end_confirmed === false &&
      h("p", { class: "notice" }, "END NOT CONFIRMED: one officer ended it alone. A second one looks at it."),
    warning.proposal != null &&
      h("p", { class: "notice" }, "UPDATE WAITS for a second officer. ", h("bdi", null, warning.restated ?? "")),
    texts(warning),
    restatement(warning, at),
    deliveries(warning, at),
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

const ENDS = { all_clear: "ended by all clear", retracted: "retracted as false", expired: "expired, no all clear" };

function stageWords({ stage, ended }: Warning): string {
  switch (stage) {
    case "draft":
      return "draft: nobody is warned";
    case "queued":
      return "waits for its turn to be shown to a second officer: nobody is warned";
    case "submitted":
      return "waits for a second officer: nobody is warned";
    case "returned":
      return "returned to its author: nobody is warned";
    case "rejected":
      return "rejected: nobody was warned";
    case "live":
      return "LIVE: people are being warned";
    case "ended":
      return ended === null ? "ended" : ENDS[ended];
  }
}

function deliveries({ deliveries: all, id }: Warning, at: number): Child {
  if (all.length === 0) return null;
  const counts = new Map<string, number>();
  for (const { life } of all) counts.set(lifeWord(life)[0], (counts.get(lifeWord(life)[0]) ?? 0) + 1);
  const rank = ({ life }: Delivery): number => ["bad", "wait", "off", "good"].indexOf(lifeWord(life)[1]);
  return h(
    "details",
    { "data-key": `deliveries-${id}` },
    h("summary", null, `${all.length} deliveries: `, [...counts].map(([word, n]) => `${n} ${word}`).join(", ")),
    table(
      `Deliveries of warning ${id}`,
      ["To", "State", "At", "Attempts", "Why"],
      [...all]
        .sort((a, b) => rank(a) - rank(b))
        .map((one, i) => [
          `${one.target}-${i}`,
          h("bdi", null, one.target),
          mood(...lifeWord(one.life)),
          time(one.at, at),
          number(one.attempts),
          h("bdi", null, one.why ?? "–"),
        ]),
    ),
  );
}
