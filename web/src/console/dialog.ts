// The one question before anything leaves the building. It is frozen when it opens: what the officer
// read is what is sent, and if the warning changes meanwhile the question says so and refuses.

import { byId, h, renew, type Child } from "../dom.ts";
import { actionsFor, addressOf, bodyOf, CAUSES, statusWord, warningsOf, type Action } from "./actions.ts";
import type { Answer, Problem } from "./api.ts";
import type { Picture, Warning, Zone } from "./picture.ts";
import { ends, restatement, texts } from "./warnings.ts";

export type Ask = (path: string, body: unknown) => Promise<Answer<unknown>>;

interface Open {
  readonly action: Action;
  readonly warning: Warning;
  readonly at: number;
  /** Zones that an update may add. */
  readonly others: readonly Zone[];
  problem: Problem | null;
  changed: boolean;
  sending: boolean;
}

export class Question {
  private open: Open | null = null;
  private readonly dialog = byId("confirm") as HTMLDialogElement;

  constructor(
    private readonly ask: Ask,
    private readonly done: () => void,
  ) {
    this.dialog.addEventListener("close", () => {
      this.open = null;
    });
    this.dialog.addEventListener("click", (click) => {
      const button = (click.target as Element).closest<HTMLButtonElement>("button");
      if (button?.dataset["do"] === "cancel") this.dialog.close();
    });
    this.dialog.addEventListener("submit", (submit) => {
      submit.preventDefault();
      void this.commit();
    });
  }

  begin(name: string, warning: Warning, { at, zones }: Picture): void {
    const action = actionsFor(warning).find((one) => one.name === name);
    if (action === undefined) return;
    const others = zones.filter(({ id }) => !warning.zones.includes(id));
    this.open = { action, warning, at, others, problem: null, changed: false, sending: false };
    this.draw();
    this.dialog.showModal();
    // The safe answer has the focus: an Enter from habit does nothing.
    this.dialog.querySelector<HTMLElement>('[data-do="cancel"]')?.focus();
  }

  /** The picture changed: is the question still about the same thing? */
  compare(picture: Picture): void {
    const { open } = this;
    if (open === null || open.sending) return;
    const now = picture.warnings.find(({ id }) => id === open.warning.id);
    open.changed =
      now === undefined ||
      now.stage !== open.warning.stage ||
      now.sha256 !== open.warning.sha256 ||
      now.proposal?.sha256 !== open.warning.proposal?.sha256;
    this.draw();
  }

  close(): void {
    if (this.dialog.open) this.dialog.close();
  }

  private async commit(): Promise<void> {
    const { open } = this;
    if (open === null || open.sending || open.changed) return;
    const form = new FormData(this.dialog.querySelector("form") ?? undefined);
    const given = {
      reason: String(form.get("reason") ?? "").trim(),
      cause: String(form.get("cause") ?? ""),
      to: String(form.get("to") ?? "").trim(),
      resound: form.get("resound") !== null,
      added: form.getAll("added").map(String),
    };
    open.sending = true;
    open.problem = null;
    this.draw();
    const { name } = open.action;
    const answer = await this.ask(
      `${warningsOf(open.warning.status)}/${open.warning.id}/${addressOf(name)}`,
      bodyOf(name, open.warning, given),
    );
    open.sending = false;
    if (answer.ok) {
      if (this.open === open) this.dialog.close();
      this.done();
    } else {
      open.problem = answer.problem;
      this.draw();
    }
  }

  private draw(): void {
    const { open } = this;
    if (open === null) return;
    const { action, warning, at, problem, changed, sending } = open;
    this.dialog.dataset["status"] = warning.status;
    renew(
      this.dialog,
      h(
        "p",
        { class: "banner" },
        h("strong", { class: "banner-word" }, statusWord(warning.status)),
        " ",
        h("span", null, warning.status === "actual" ? "This is real." : "Nobody is in danger."),
      ),
      h(
        "form",
        { method: "dialog" },
        h("h2", { id: "confirm-heading" }, action.question),
        h("p", { class: "effect" }, action.effect),
        restatement(warning, at),
        texts(warning),
        agreed(action, warning),
        input(action, open.others),
        changed &&
          h("p", { class: "notice", role: "alert" }, "This warning changed while you were reading. Cancel and look again."),
        problem !== null && problemLines(problem),
        h(
          "p",
          { class: "actions" },
          h("button", { type: "button", "data-do": "cancel" }, "Cancel"),
          h(
            "button",
            { type: "submit", class: "commit", "data-do": "commit", disabled: sending || changed },
            sending ? "Sending…" : action.commit,
          ),
        ),
      ),
    );
  }
}

/** What else is agreed on with a release: the words of both ends, and the hash over all of it. */
function agreed({ name }: Action, warning: Warning): Child {
  if (name !== "approve" && name !== "approve-update") return null;
  const sha256 = name === "approve" ? warning.sha256 : warning.proposal?.sha256;
  return [ends(warning), h("p", { class: "hash" }, "Message: ", h("code", null, sha256 ?? "unknown"))];
}

function input({ asks }: Action, others: readonly Zone[]): Child {
  switch (asks) {
    case "nothing":
      return null;
    case "reason":
      return reason("Reason");
    case "cause":
      return [
        h(
          "label",
          null,
          "Why it was false, as people are told",
          h(
            "select",
            { name: "cause" },
            h("option", { value: "" }, "No cause is told"),
            Object.entries(CAUSES).map(([cause, words]) => h("option", { value: cause }, words)),
          ),
        ),
        reason("Reason, for the record"),
      ];
    case "officer":
      return h("label", null, "Officer", h("input", { name: "to", required: true, maxlength: 64, autocomplete: "off" }));
    case "revision":
      return [
        choice("resound", "on", "Sound the sirens again"),
        others.length > 0 &&
          h(
            "fieldset",
            null,
            h("legend", null, "Warn these zones too"),
            others.map(({ id }) => choice("added", id, id)),
          ),
      ];
  }
}

function reason(label: string): Child {
  return h("label", null, label, h("textarea", { name: "reason", required: true, maxlength: 500, rows: 3, dir: "auto" }));
}

function choice(name: string, value: string, label: string): Child {
  return h(
    "label",
    { class: "choice" },
    h("input", { type: "checkbox", name, value }),
    " ",
    h("bdi", null, label),
  );
}

export function problemLines({ title, detail, code }: Problem): HTMLElement {
  return h(
    "div",
    { class: "problem", role: "alert" },
    h("p", null, h("strong", null, detail === "" ? title : detail)),
    detail !== "" && h("p", null, title, " ", h("code", null, code)),
  );
}
