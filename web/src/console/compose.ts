// The form for a new warning. It has no default for real or exercise: somebody must say which, and
// the form takes that look at once.

import { byId, h, renew, type Child } from "../dom.ts";
import type { Ask } from "./dialog.ts";
import { problemLines } from "./dialog.ts";
import { number, warningsOf } from "./actions.ts";
import type { Problem } from "./api.ts";
import { direction, nameOf } from "../language.ts";
import type { Picture, SlotName } from "./picture.ts";

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
    const note = { language: String(given.get("note_language") ?? ""), text: String(given.get("note") ?? "").trim() };
    const slots = slotsOf(given);
    const answer = await this.ask(warningsOf(status), {
      danger: String(given.get("danger") ?? "").trim(),
      zones,
      status,
      valid_s: Math.round(Number(given.get("valid_min")) * 60),
      ...(note.text === "" ? {} : { note }),
      ...(Object.keys(slots).length === 0 ? {} : { slots }),
    });
    this.sending = false;
    if (answer.ok) {
      this.form.reset();
      const made = answer.value as { warning?: number; findings?: readonly Finding[] } | null;
      this.made = made?.warning ?? null;
      this.findings = made?.findings ?? [];
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
        (picture.slots?.[String(given.get("danger") ?? "").trim()] ?? []).map(slotField),
        noteField(picture, given),
      ),
      this.problem !== null && problemLines(this.problem),
      this.made !== null && h("p", { class: "made", role: "status" }, `Draft made: warning ${this.made}. Submit it above.`),
      this.findings.length > 0 &&
        h(
          "div",
          { class: "notice", role: "status", "data-key": "findings" },
          "Look at the note again before you submit it:",
          h("ul", null, this.findings.map(({ rule, says }) => h("li", null, `it ${says} (${rule})`))),
        ),
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

/** What should be looked at again in a note. */
interface Finding {
  readonly rule: string;
  readonly says: string;
}

const DIRECTIONS = ["north", "north-east", "east", "south-east", "south", "south-west", "west", "north-west"] as const;

/** The values that were given: numbers as numbers, nothing for what was left empty. */
function slotsOf(given: FormData): Record<string, string | number> {
  const slots: Record<string, string | number> = {};
  for (const name of ["minutes", "distance_m", "direction", "phone"] as const) {
    const value = String(given.get(`slot_${name}`) ?? "").trim();
    if (value !== "") slots[name] = name === "minutes" || name === "distance_m" ? Number(value) : value;
  }
  return slots;
}

function slotField(name: SlotName): HTMLElement {
  const key = { "data-key": `slot-${name}` };
  const field = `slot_${name}`;
  switch (name) {
    case "minutes":
      return h("label", key, "Minutes that people have, if known", h("input", { name: field, type: "number", min: 1, max: 1440 }));
    case "distance_m":
      return h("label", key, "Metres to stay away, if known", h("input", { name: field, type: "number", min: 1, max: 100000 }));
    case "phone":
      return h("label", key, "Number to call, if another than usual", h("input", { name: field, type: "tel", maxlength: 20 }));
    case "direction":
      return h(
        "label",
        key,
        "Which way to go, if known",
        h("select", { name: field }, h("option", { value: "" }, "not said"), DIRECTIONS.map(option)),
      );
  }
}

/** A note goes out in the language that it is written in, and in no other; so the language is asked first. */
function noteField({ site }: Picture, given: FormData): HTMLElement {
  const language = String(given.get("note_language") ?? "");
  return h(
    "fieldset",
    null,
    h("legend", null, "A note of your own, in one language"),
    h(
      "label",
      null,
      "Written in",
      h(
        "select",
        { name: "note_language" },
        h("option", { value: "" }, "no note"),
        (site?.languages ?? []).map((tag) => h("option", { "data-key": tag, value: tag }, nameOf(tag))),
      ),
    ),
    language !== "" &&
      h(
        "label",
        { "data-key": "note" },
        "One line; nobody translates it, other languages only say that it is there",
        h("input", { name: "note", type: "text", maxlength: 200, lang: language, dir: direction(language), autocomplete: "off" }),
      ),
  );
}

function dangerField({ dangers, warnings, standing_orders }: Picture): Child {
  if (dangers !== undefined && dangers.length > 0) {
    return h(
      "label",
      null,
      "Danger",
      h("select", { name: "danger", required: true }, h("option", { value: "" }, "choose"), dangers.map(option)),
    );
  }
  const known = [...new Set([...standing_orders, ...warnings].map(({ danger }) => danger))];
  return h(
    "label",
    null,
    "Danger",
    h("input", { name: "danger", required: true, list: "known-dangers", autocomplete: "off" }),
    h("datalist", { id: "known-dangers" }, known.map(option)),
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

function option(value: string): HTMLElement {
  return h("option", { "data-key": value, value }, value);
}
