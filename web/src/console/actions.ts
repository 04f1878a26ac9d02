// What an officer may do with a warning, and how the console asks before it does it. The question
// restates what cannot be taken back: real or exercise, where, how many people.

import type { Picture, Warning } from "./picture.ts";

export type ActionName = "submit" | "approve" | "reject" | "confirm" | "update" | "all-clear" | "retract";

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
  readonly asks: "nothing" | "reason" | "sound";
}

/** The actions open to a warning as it stands, the most likely first. */
export function actionsFor(warning: Warning): Action[] {
  return names(warning).map((name) => action(name, warning));
}

/** The request body of an action. */
export function bodyOf(
  name: ActionName,
  warning: Warning,
  given: { readonly reason: string; readonly resound: boolean },
): unknown {
  switch (name) {
    case "approve":
      return { sha256: warning.sha256 };
    case "reject":
    case "retract":
      return { reason: given.reason };
    case "update":
      return { resound: given.resound };
    case "submit":
    case "confirm":
    case "all-clear":
      return {};
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

function names({ stage, origin, fired_by, confirmed }: Warning): ActionName[] {
  // What another authority warns of is that authority's to update and to end.
  if (origin !== "own") return [];
  switch (stage) {
    case "draft":
    case "returned":
      return ["submit"];
    case "submitted":
      return ["approve", "reject"];
    case "live":
      return [
        ...(fired_by !== null && !confirmed ? (["confirm"] as const) : []),
        "all-clear",
        "update",
        "retract",
      ];
    case "rejected":
    case "ended":
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
        effect: `${capital(people)} are told that it goes on, with a new end.`,
        commit: `Send ${status} update to ${people}`,
        asks: "sound",
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
        asks: "reason",
      };
  }
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
