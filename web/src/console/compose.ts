// The form for a new warning. It has no default for real or exercise: somebody must say which, and
// the form takes that look at once.

import { byId, h, renew, type Child } from "../dom.ts";
import type { Ask } from "./dialog.ts";
import { problemLines } from "./dialog.ts";
import { statusWord, warningsOf } from "./actions.ts";
import type { Problem } from "./api.ts";
import { findingLines, findingsOf, noteField, noteOf, option, slotField, slotsOf, type Finding } from "./added.ts";
import type { Picture } from "./picture.ts";
import { siteMap, zoneName } from "./site-map.ts";
import { list, word } from "./speak.ts";

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
    // The map is another way to tick the list: the list is what is sent.
    this.form.addEventListener("click", ({ target }) => {
      const zone = (target as Element | null)?.closest<SVGElement>("[data-zone]")?.dataset["zone"];
      const box = [...this.form.querySelectorAll<HTMLInputElement>('[name="zones"]')].find(({ value }) => value === zone);
      box?.click();
    });
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
    const chosen = given.get("status");
    const isChosen = chosen === "actual" || chosen === "exercise";
    if (isChosen) this.form.dataset["status"] = chosen;
    else delete this.form.dataset["status"];
    const status = isChosen ? statusWord(chosen) : "";
    const zones = new Set(given.getAll("zones").map(String));
    renew(
      this.form,
      h("p", { class: "banner" }, h("strong", { class: "banner-word" }, status === "" ? word("actual_or_exercise") : status)),
      h(
        "div",
        { class: "fields" },
        h(
          "fieldset",
          null,
          h("legend", null, word("is_it_real")),
          radio("status", "exercise", word("choice_exercise", { status: statusWord("exercise") })),
          radio("status", "actual", word("choice_actual", { status: statusWord("actual") })),
        ),
        dangerField(picture),
        zonesField(picture),
        h("div", { class: "wide", "data-key": "map" }, siteMap(picture, null, zones)),
        h(
          "label",
          null,
          word("valid_for"),
          h("input", { name: "valid_min", type: "number", required: true, min: 1, max: 1440, value: VALIDITY_MIN }),
        ),
        (picture.slots?.[String(given.get("danger") ?? "").trim()] ?? []).map((name) => slotField(name, picture)),
        noteField(picture, String(given.get("note_language") ?? "")),
      ),
      isChosen && sumUp(picture, chosen, String(given.get("danger") ?? "").trim(), zones),
      this.problem !== null && problemLines(this.problem),
      this.made !== null && h("p", { class: "made", role: "status" }, word("draft_made", { id: String(this.made) })),
      this.findings.length > 0 && findingLines(word("note_again_submit"), this.findings),
      h(
        "p",
        { class: "actions" },
        h("button", { type: "submit", disabled: this.sending }, status === "" ? word("make_draft") : word("make_draft_of", { status })),
      ),
    );
  }
}

/** What would be warned, in one line, before anybody is asked to agree: real or exercise, what, where, how many. */
function sumUp(picture: Picture, status: "actual" | "exercise", danger: string, zones: ReadonlySet<string>): Child {
  const chosen = picture.zones.filter(({ id }) => zones.has(id));
  if (danger === "" || chosen.length === 0) return null;
  const sirens = picture.sirens.filter(({ zone }) => zone !== undefined && zones.has(zone)).length;
  return h(
    "p",
    { class: "sum", role: "status" },
    word("sum_up", {
      status: statusWord(status),
      danger,
      zones: list(chosen.map(({ id, names }) => zoneName(names, id))),
      people: word("people_n", { n: chosen.reduce((sum, { people }) => sum + people, 0) }),
      sirens: word("sirens_count", { n: sirens }),
    }),
  );
}

function radio(name: string, value: string, label: string): HTMLElement {
  return h("label", { class: "choice", "data-choice": value }, h("input", { type: "radio", name, value, required: true }), " ", label);
}

function dangerField({ dangers, warnings, standing_orders }: Picture): Child {
  if (dangers !== undefined && dangers.length > 0) {
    return h(
      "label",
      null,
      word("danger"),
      h("select", { name: "danger", required: true }, h("option", { value: "" }, word("choose")), dangers.map((one) => option(one))),
    );
  }
  const known = [...new Set([...standing_orders, ...warnings].map(({ danger }) => danger))];
  return h(
    "label",
    null,
    word("danger"),
    h("input", { name: "danger", required: true, list: "known-dangers", autocomplete: "off" }),
    h("datalist", { id: "known-dangers" }, known.map((one) => option(one))),
  );
}

function zonesField({ zones }: Picture): HTMLElement {
  return h(
    "fieldset",
    null,
    h("legend", null, word("zones")),
    zones.length === 0 && word("no_zone"),
    zones.map(({ id, names, people }) =>
      h(
        "label",
        { class: "choice", "data-key": id },
        h("input", { type: "checkbox", name: "zones", value: id }),
        " ",
        h("bdi", null, zoneName(names, id)),
        ` ${word("zone_of", { id, people: word("people_n", { n: people }) })}`,
      ),
    ),
  );
}
