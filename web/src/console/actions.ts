// What an officer may do with a warning, and how the console asks before it does it. The question
// restates what cannot be taken back: real or exercise, where, how many people.

import type { Slots } from "./added.ts";
import type { Change, Note, Picture, Warning } from "./picture.ts";

export type ActionName =
  | "submit"
  | "approve"
  | "return"
  | "delegate"
  | "reject"
  | "confirm"
  | "update"
  | "approve-update"
  | "turn-down"
  | "all-clear"
  | "retract"
  | "confirm-end";

/** Why a warning was false: people are told the vetted sentence of the cause. */
export const CAUSES = {
  machine: "A sensor or another machine was wrong",
  mistake: "Somebody made a mistake",
  exercise: "An exercise was sent as real",
  forged: "Somebody sent it who may not",
  no_danger: "It was looked into, and there is no danger",
} as const;

export interface Action {
  readonly name: ActionName;
  /** The button on the warning. */
  readonly label: string;
  /** The question's heading. */
  readonly question: string;
  /** What it will do, in one sentence. */
  readonly effect: string;
  /** The button that does it. */
  readonly commit: string;
  /** What else must be given. */
  readonly asks: "nothing" | "reason" | "cause" | "officer" | "revision";
}

/** The actions open to a warning as it stands, the most likely first. */
export function actionsFor(warning: Warning): Action[] {
  return names(warning).map((name) => action(name, warning));
}

/** What the officer filled in. */
export interface Given {
  readonly reason: string;
  readonly cause: string;
  readonly to: string;
  readonly resound: boolean;
  /** Zones to warn besides those that are warned. */
  readonly added: readonly string[];
  readonly slots: Slots;
  readonly note: Note | null;
  readonly withoutNote: boolean;
}

/** The request body of an action. */
export function bodyOf(name: ActionName, warning: Warning, given: Given): unknown {
  switch (name) {
    case "approve":
      return { sha256: warning.sha256 };
    case "approve-update":
      return { sha256: warning.proposal?.sha256 };
    case "return":
    case "reject":
    case "turn-down":
      return { reason: given.reason };
    case "retract":
      return given.cause === "" ? { reason: given.reason } : { cause: given.cause, reason: given.reason };
    case "delegate":
      return { to: given.to };
    case "update":
      return {
        resound: given.resound,
        ...(given.added.length === 0 ? {} : { zones: [...warning.zones, ...given.added] }),
        ...(sameSlots(given.slots, warning.slots ?? {}) ? {} : { slots: given.slots }),
        ...(given.note === null ? {} : { note: given.note }),
        ...(given.withoutNote ? { without_note: true } : {}),
      };
    case "submit":
    case "confirm":
    case "confirm-end":
    case "all-clear":
      return {};
  }
}

/** Whether an update leaves the values as they are; minutes that are given anew never do. */
function sameSlots(given: Slots, was: Slots): boolean {
  const { minutes: _, ...kept } = was;
  const text = (slots: Slots): string => JSON.stringify(Object.entries(slots).sort());
  return text(given) === text(kept);
}

/** Where warnings of a status are drafted and moved: each has its own address, and reaches nothing else. */
export function warningsOf(status: string): string {
  return status === "actual" ? "/api/v1/warnings" : "/api/v1/exercise/warnings";
}

/** The last part of the address that does it: one address may do for several actions. */
export function addressOf(name: ActionName): string {
  switch (name) {
    case "approve-update":
      return "approve";
    case "turn-down":
      return "reject";
    case "confirm-end":
      return "confirm";
    default:
      return name;
  }
}

/** `ACTUAL` or `EXERCISE`, as it is written everywhere. */
export function statusWord(status: Warning["status"]): string {
  return status === "actual" ? "ACTUAL" : "EXERCISE";
}

/** The people, or an honest word that they are not known. */
export function peopleWord(warning: Warning): string {
  return warning.footprint === null ? "an unknown number of people" : `${number(warning.footprint.people)} people`;
}

export function number(n: number): string {
  return n.toLocaleString("en");
}

/** What the whole console is about at this moment. */
export function lookOf(picture: Picture): "actual" | "exercise" | "none" {
  const live = picture.warnings.filter(({ stage }) => stage === "live");
  if (live.some(({ status }) => status === "actual")) return "actual";
  const ofSite = picture.site?.status;
  if (ofSite !== undefined && ofSite !== null) return ofSite;
  return live.length > 0 ? "exercise" : "none";
}

function names({ stage, origin, fired_by, confirmed, proposal, end_confirmed }: Warning): ActionName[] {
  // What another authority warns of is that authority's to update and to end.
  if (origin !== "own") return [];
  switch (stage) {
    case "draft":
    case "returned":
    case "queued":
      return ["submit", "delegate", "reject"];
    case "submitted":
      return ["approve", "return", "delegate", "reject"];
    case "live":
      return [
        ...(fired_by !== null && !confirmed ? (["confirm"] as const) : []),
        ...(proposal ? (["approve-update", "turn-down"] as const) : []),
        "all-clear",
        ...(proposal ? [] : (["update"] as const)),
        "retract",
      ];
    case "ended":
      return end_confirmed === false ? ["confirm-end"] : [];
    case "rejected":
      return [];
  }
}

function action(name: ActionName, warning: Warning): Action {
  const status = statusWord(warning.status);
  const people = peopleWord(warning);
  switch (name) {
    case "submit":
      return {
        name,
        label: `Submit ${status} for approval`,
        question: `Submit this ${status} warning?`,
        effect: "A second officer will be asked to approve it. Nobody is warned yet.",
        commit: `Submit ${status} warning`,
        asks: "nothing",
      };
    case "approve":
      return {
        name,
        label: `Approve ${status}`,
        question: `Release this ${status} warning?`,
        effect: `It sounds the sirens and warns ${people} at once.`,
        commit: `Release ${status} warning to ${people}`,
        asks: "nothing",
      };
    case "return":
      return {
        name,
        label: "Give back",
        question: `Give this ${status} warning back to be mended?`,
        effect: "Nobody is warned. Its author sees your reason, mends it and submits it again.",
        commit: "Give back",
        asks: "reason",
      };
    case "delegate":
      return {
        name,
        label: "Hand over",
        question: `Hand this ${status} warning to another officer?`,
        effect: "The clock that asks the deputies starts anew for the officer who takes it over.",
        commit: "Hand over",
        asks: "officer",
      };
    case "approve-update":
      return {
        name,
        label: `Approve ${status} update`,
        question: `Release this update of a live ${status} warning?`,
        effect: `${changesWord(warning)} It reaches ${people} at once.`,
        commit: `Release ${status} update to ${people}`,
        asks: "nothing",
      };
    case "turn-down":
      return {
        name,
        label: "Turn the update down",
        question: `Turn the update of this ${status} warning down?`,
        effect: "The warning goes on as it is. The officer who proposed the update sees your reason.",
        commit: "Turn down",
        asks: "reason",
      };
    case "confirm-end":
      return {
        name,
        label: "Confirm the end",
        question: `Confirm the end of this ${status} warning?`,
        effect: "One officer ended it alone. You say that this was right; the reminders stop.",
        commit: `Confirm the end of the ${status} warning`,
        asks: "nothing",
      };
    case "reject":
      return {
        name,
        label: "Reject",
        question: `Reject this ${status} warning?`,
        effect: "Nobody is warned. The officer who wrote it sees your reason.",
        commit: "Reject",
        asks: "reason",
      };
    case "confirm":
      return {
        name,
        label: `Confirm ${status}`,
        question: `Confirm this ${status} warning?`,
        effect: "It fired without a human. You say that it is right; the reminders stop.",
        commit: `Confirm ${status} warning`,
        asks: "nothing",
      };
    case "update":
      return {
        name,
        label: "Update",
        question: `Update this ${status} warning?`,
        effect: `With nothing chosen, ${people} are told at once that it goes on, with a new end. More zones or sirens wait for a second officer.`,
        commit: `Send ${status} update to ${people}`,
        asks: "revision",
      };
    case "all-clear":
      return {
        name,
        label: "All clear",
        question: `Give the all clear for this ${status} warning?`,
        effect: `${capital(people)} are told on every channel that it is over.`,
        commit: `Send ${status} ALL CLEAR to ${people}`,
        asks: "nothing",
      };
    case "retract":
      return {
        name,
        label: "Retract (false)",
        question: `Retract this ${status} warning as false?`,
        effect: `${capital(people)} are told on every channel that it was false.`,
        commit: `Send ${status} RETRACTION to ${people}`,
        asks: "cause",
      };
  }
}

const CHANGES: Readonly<Record<Change, string>> = {
  validity: "holds until another time",
  area: "warns more places",
  danger: "warns of something else",
  sound: "sounds the sirens again",
  values: "says other values",
  note: "changes its note",
};

/** What a proposed update changes, in a sentence. */
export function changesWord({ proposal }: Warning): string {
  const changes = (proposal?.changes ?? []).map((change) => CHANGES[change] ?? change);
  return `It ${changes.join(", ")}.`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
