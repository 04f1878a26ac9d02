// The form for a new warning. It has no default for real or exercise: somebody must say which, and
// the form takes that look at once.

import { byId, h, renew, type Child } from "../dom.ts";
import type { Ask } from "./dialog.ts";
import { problemLines } from "./dialog.ts";
import { number, warningsOf } from "./actions.ts";
import type { Problem } from "./api.ts";
import { findingLines, findingsOf, noteField, noteOf, option, slotField, slotsOf, type Finding } from "./added.ts";
import type { Picture } from "./picture.ts";

/** Validity offered, in minutes. */
const VALIDITY_MIN = 60;

export class Compose {
  private readonly form = byId("compose") as HTMLFormElement;
  private problem: Problem | null = null;
  private made: number | null = null;
  private findings: readonly Finding[] = [];
  private sending = false;
  private picture: Picture | null = null;

  constructor(
    private readonly ask: Ask,
    private readonly done: () => void,
  ) {
    this.form.addEventListener("submit", (submit) => {
      submit.preventDefault();
      void this.send();
    });
    this.form.addEventListener("change", () => this.draw());
  }

  show(picture: Picture): void {
    this.picture = picture;
    this.draw();
  }

  private async send(): Promise<void> {
    if (this.sending) return;
    const given = new FormData(this.form);
    const zones = given.getAll("zones").map(String);
    this.sending = true;
    this.problem = null;
    this.made = null;
    this.findings = [];
    this.draw();
    const status = String(given.get("status") ?? "");
    const note = noteOf(given);
    const slots = slotsOf(given);
    const answer = await this.ask(warningsOf(status), {
      danger: String(given.get("danger") ?? "").trim(),
      zones,
      status,
      valid_s: Math.round(Number(given.get("valid_min")) * 60),
      ...(note === null ? {} : { note }),
      ...(Object.keys(slots).length === 0 ? {} : { slots }),
    });
    this.sending = false;
    if (answer.ok) {
      this.form.reset();
      this.made = (answer.value as { warning?: number } | null)?.warning ?? null;
      this.findings = findingsOf(answer.value);
      this.done();
    } else {
      this.problem = answer.problem;
    }
    this.draw();
  }

  private draw(): void {
    const { picture } = this;
    if (picture === null) return;
    const given = new FormData(this.form);
    const status = given.get("status");
    if (status === "actual" || status === "exercise") this.form.dataset["status"] = status;
    else delete this.form.dataset["status"];
    const word = status === "actual" ? "ACTUAL" : status === "exercise" ? "EXERCISE" : "";
    renew(
      this.form,
      h("p", { class: "banner" }, h("strong", { class: "banner-word" }, word === "" ? "Actual or exercise?" : word)),
      h(
        "div",
        { class: "fields" },
        h(
          "fieldset",
          null,
          h("legend", null, "Is it real?"),
          radio("status", "exercise", "EXERCISE: nobody is in danger"),
          radio("status", "actual", "ACTUAL: a real danger"),
        ),
        dangerField(picture),
        zonesField(picture),
        h(
          "label",
          null,
          "Valid for, in minutes",
          h("input", { name: "valid_min", type: "number", required: true, min: 1, max: 1440, value: VALIDITY_MIN }),
        ),
        (picture.slots?.[String(given.get("danger") ?? "").trim()] ?? []).map((name) => slotField(name, picture)),
        noteField(picture, String(given.get("note_language") ?? "")),
      ),
      this.problem !== null && problemLines(this.problem),
      this.made !== null && h("p", { class: "made", role: "status" }, `Draft made: warning ${this.made}. Submit it above.`),
      this.findings.length > 0 && findingLines("Look at the note again before you submit it:", this.findings),
      h(
        "p",
        { class: "actions" },
        h("button", { type: "submit", disabled: this.sending }, word === "" ? "Make draft" : `Make ${word} draft`),
      ),
    );
  }
}

function radio(name: string, value: string, label: string): HTMLElement {
  return h("label", { class: "choice", "data-choice": value }, h("input", { type: "radio", name, value, required: true }), " ", label);
}

function dangerField({ dangers, warnings, standing_orders }: Picture): Child {
  if (dangers !== undefined && dangers.length > 0) {
    return h(
      "label",
      null,
      "Danger",
      h("select", { name: "danger", required: true }, h("option", { value: "" }, "choose"), dangers.map((one) => option(one))),
    );
  }
  const known = [...new Set([...standing_orders, ...warnings].map(({ danger }) => danger))];
  return h(
    "label",
    null,
    "Danger",
    h("input", { name: "danger", required: true, list: "known-dangers", autocomplete: "off" }),
    h("datalist", { id: "known-dangers" }, known.map((one) => option(one))),
  );
}

function zonesField({ zones }: Picture): HTMLElement {
  return h(
    "fieldset",
    null,
    h("legend", null, "Zones"),
    zones.length === 0 && "No zone is declared.",
    zones.map(({ id, names, people }) =>
      h(
        "label",
        { class: "choice", "data-key": id },
        h("input", { type: "checkbox", name: "zones", value: id }),
        " ",
        h("bdi", null, names["en"] ?? Object.values(names)[0] ?? id),
        ` (${id}, ${number(people)} people)`,
      ),
    ),
  );
}
