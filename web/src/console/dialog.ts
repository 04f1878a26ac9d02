// The one question before anything is decided. It is frozen when it opens: what the officer read is what
// is sent, and if the thing changes meanwhile the question says so and refuses.

import { byId, h, renew, type Child } from "../dom.ts";
import type { Status } from "../live/wire.ts";
import { findingLines, findingsOf, type Finding } from "./added.ts";
import type { Answer, Problem } from "./api.ts";
import type { Picture } from "./picture.ts";
import { word } from "./speak.ts";

export type Ask = (path: string, body: unknown) => Promise<Answer<unknown>>;

/** Something that an officer may do, as it is asked before it is done. */
export interface Deed {
  /** Whose colours the question wears: none for what is neither real nor an exercise. */
  readonly status: Status | null;
  /** The word of the banner, and what it means. */
  readonly banner: readonly [word: string, meaning: string];
  readonly question: string;
  /** What it will do, in one sentence. */
  readonly effect: string;
  /** The button that does it. */
  readonly commit: string;
  /** What is read before it is answered. */
  shown(): Child;
  /** What else must be given. */
  asked(): Child;
  readonly path: string;
  body(given: FormData): unknown;
  /** Whether what was read is no longer what would be decided. */
  changed(picture: Picture): boolean;
}

interface Open {
  readonly deed: Deed;
  problem: Problem | null;
  changed: boolean;
  sending: boolean;
  /** What was said of a note when the deed was done: it is read before the question goes. */
  findings: readonly Finding[];
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

  begin(deed: Deed): void {
    this.open = { deed, problem: null, changed: false, sending: false, findings: [] };
    this.draw();
    this.dialog.showModal();
    // The safe answer has the focus: an Enter from habit does nothing.
    this.dialog.querySelector<HTMLElement>('[data-do="cancel"]')?.focus();
  }

  /** The picture changed: is the question still about the same thing? */
  compare(picture: Picture): void {
    const { open } = this;
    if (open === null || open.sending || open.findings.length > 0) return;
    open.changed = open.deed.changed(picture);
    this.draw();
  }

  close(): void {
    if (this.dialog.open) this.dialog.close();
  }

  private async commit(): Promise<void> {
    const { open } = this;
    if (open === null || open.sending || open.changed) return;
    const given = new FormData(this.dialog.querySelector("form") ?? undefined);
    open.sending = true;
    open.problem = null;
    this.draw();
    const answer = await this.ask(open.deed.path, open.deed.body(given));
    open.sending = false;
    if (answer.ok) {
      open.findings = findingsOf(answer.value);
      if (open.findings.length > 0) this.draw();
      else if (this.open === open) this.dialog.close();
      this.done();
    } else {
      open.problem = answer.problem;
      this.draw();
    }
  }

  private draw(): void {
    const { open } = this;
    if (open === null) return;
    const { deed, findings } = open;
    if (deed.status === null) delete this.dialog.dataset["status"];
    else this.dialog.dataset["status"] = deed.status;
    const [said, meaning] = deed.banner;
    renew(
      this.dialog,
      h("p", { class: "banner" }, h("strong", { class: "banner-word" }, said), " ", h("span", null, meaning)),
      findings.length > 0 ? done(findings) : asked(open),
    );
  }
}

function asked({ deed, problem, changed, sending }: Open): HTMLElement {
  return h(
    "form",
    { method: "dialog" },
    h("h2", { id: "confirm-heading" }, deed.question),
    h("p", { class: "effect" }, deed.effect),
    deed.shown(),
    deed.asked(),
    changed && h("p", { class: "notice", role: "alert" }, word("changed_meanwhile")),
    problem !== null && problemLines(problem),
    h(
      "p",
      { class: "actions" },
      h("button", { type: "button", "data-do": "cancel" }, word("cancel")),
      h(
        "button",
        { type: "submit", class: "commit", "data-do": "commit", disabled: sending || changed },
        sending ? word("sending") : deed.commit,
      ),
    ),
  );
}

function done(findings: readonly Finding[]): HTMLElement {
  return h(
    "div",
    null,
    h("h2", { id: "confirm-heading" }, word("done")),
    findingLines(word("note_again_release"), findings),
    h("p", { class: "actions" }, h("button", { type: "button", "data-do": "cancel" }, word("close"))),
  );
}

/** What is given as a reason. */
export function reason(label: string): HTMLElement {
  return h("label", null, label, h("textarea", { name: "reason", required: true, maxlength: 500, rows: 3, dir: "auto" }));
}

/** What was given, without the spaces around it. */
export function given(form: FormData, name: string): string {
  return String(form.get(name) ?? "").trim();
}

/** The hash of what is agreed to, and nothing else. */
export function hash(what: string, sha256: string | null | undefined): HTMLElement {
  return h("p", { class: "hash" }, `${what}: `, h("code", null, sha256 ?? word("unknown")));
}

export function problemLines({ title, detail, code }: Problem): HTMLElement {
  return h(
    "div",
    { class: "problem", role: "alert" },
    h("p", null, h("strong", null, detail === "" ? title : detail)),
    detail !== "" && h("p", null, title, " ", h("code", null, code)),
  );
}
