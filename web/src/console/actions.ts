// What an officer may do with a warning, and how the console asks before it does it. The question
// restates what cannot be taken back: real or exercise, where, how many people.

import type { Slots } from "./added.ts";
import type { Note, Picture, Warning } from "./picture.ts";
import { count, named, twice, word } from "./speak.ts";

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
export const CAUSES = ["machine", "mistake", "exercise", "forged", "no_danger"] as const;

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

/** `ACTUAL` or `EXERCISE`, as it is written everywhere: in the officer's language and in English. */
export function statusWord(status: Warning["status"]): string {
  return twice(status);
}

/** The people, or an honest word that they are not known. */
export function peopleWord(warning: Warning): string {
  return warning.footprint === null ? word("people_unknown") : word("people_n", { n: warning.footprint.people });
}

export const number = count;

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

/** What else an action asks for than yes or no. */
const ASKS: Readonly<Partial<Record<ActionName, Action["asks"]>>> = {
  return: "reason",
  delegate: "officer",
  "turn-down": "reason",
  reject: "reason",
  update: "revision",
  retract: "cause",
};

function action(name: ActionName, warning: Warning): Action {
  const values = { status: statusWord(warning.status), people: peopleWord(warning), changes: changesWord(warning) };
  const key = name.replaceAll("-", "_") as Underscored<ActionName>;
  return {
    name,
    label: word(`${key}_label`, values),
    question: word(`${key}_question`, values),
    effect: word(`${key}_effect`, values),
    commit: word(`${key}_commit`, values),
    asks: ASKS[name] ?? "nothing",
  };
}

type Underscored<Name extends string> = Name extends `${infer Head}-${infer Rest}` ? `${Head}_${Underscored<Rest>}` : Name;

/** What a proposed update changes, in sentences. */
export function changesWord({ proposal }: Warning): string {
  return (proposal?.changes ?? []).map((change) => named("change", change)).join(" ");
}
