// What an officer adds to the words of a warning, in the form for a new one and in the question about an
// update: values that its texts say, and one note in one language.

import { h } from "../dom.ts";
import { direction, nameOf } from "../language.ts";
import type { Note, Picture, SlotName } from "./picture.ts";
import { named, word } from "./speak.ts";

const DIRECTIONS = ["north", "north-east", "east", "south-east", "south", "south-west", "west", "north-west"] as const;
const SLOTS: readonly SlotName[] = ["minutes", "distance_m", "direction", "phone", "drift", "destination"];
const NUMBERS: readonly SlotName[] = ["minutes", "distance_m"];

export type Slots = Readonly<Record<string, string | number>>;

/** The values that were given: numbers as numbers, nothing for what was left empty. */
export function slotsOf(given: FormData): Slots {
  const slots: Record<string, string | number> = {};
  for (const name of SLOTS) {
    const value = String(given.get(`slot_${name}`) ?? "").trim();
    if (value !== "") slots[name] = NUMBERS.includes(name) ? Number(value) : value;
  }
  return slots;
}

/** What should be looked at again in a note. */
export interface Finding {
  readonly rule: string;
  readonly says: string;
}

/** What an answer says should be looked at again. */
export function findingsOf(answer: unknown): readonly Finding[] {
  return (answer as { findings?: readonly Finding[] } | null)?.findings ?? [];
}

/** The same, for an officer who can still mend it. */
export function findingLines(ask: string, findings: readonly Finding[]): HTMLElement {
  return h(
    "div",
    { class: "notice", role: "status", "data-key": "findings" },
    ask,
    h("ul", null, findings.map(({ rule, says }) => h("li", null, `it ${says} (${rule})`))),
  );
}

/** The note that was given, if there is one. */
export function noteOf(given: FormData): Note | null {
  const language = String(given.get("note_language") ?? "");
  const text = String(given.get("note") ?? "").trim();
  return language === "" || text === "" ? null : { language, text };
}

/** One value, with what it was before where it had one. */
export function slotField(name: SlotName, { zones }: Picture, was: Slots = {}): HTMLElement {
  const key = { "data-key": `slot-${name}` };
  const field = `slot_${name}`;
  const value = String(was[name] ?? "");
  const choose = (label: string, values: readonly string[]): HTMLElement =>
    h(
      "label",
      key,
      label,
      h(
        "select",
        { name: field },
        h("option", { value: "" }, word("not_said")),
        values.map((one) => option(one, one === value, named("way", one.replaceAll("-", "_")))),
      ),
    );
  switch (name) {
    case "minutes":
      // What was true then is not true now.
      return h("label", key, word("slot_minutes"), h("input", { name: field, type: "number", min: 1, max: 1440 }));
    case "distance_m":
      return h("label", key, word("slot_distance_m"), h("input", { name: field, type: "number", min: 1, max: 100000, value }));
    case "phone":
      return h("label", key, word("slot_phone"), h("input", { name: field, type: "tel", maxlength: 20, value }));
    case "direction":
      return choose(word("slot_direction"), DIRECTIONS);
    case "drift":
      return choose(word("slot_drift"), DIRECTIONS);
    case "destination":
      return choose(word("slot_destination"), zones.map(({ id }) => id));
  }
}

/** A note goes out in the language that it is written in, and in no other; so the language is asked first. */
export function noteField({ site }: Picture, language: string): HTMLElement {
  return h(
    "fieldset",
    null,
    h("legend", null, word("own_note")),
    h(
      "label",
      null,
      word("written_in"),
      h(
        "select",
        { name: "note_language" },
        h("option", { value: "" }, word("no_note")),
        (site?.languages ?? []).map((tag) => h("option", { "data-key": tag, value: tag }, nameOf(tag))),
      ),
    ),
    language !== "" && noteText(language),
  );
}

/** Another note than the one there is: one form that stays as it is, so any language may be written in it. */
export function otherNote({ site }: Picture, was: Note | null): HTMLElement {
  return h(
    "fieldset",
    null,
    h("legend", null, word(was === null ? "add_note" : "another_note")),
    h(
      "label",
      null,
      word("written_in"),
      h(
        "select",
        { name: "note_language" },
        (site?.languages ?? []).map((tag) => h("option", { value: tag, selected: tag === was?.language }, nameOf(tag))),
      ),
    ),
    noteText(null),
    was !== null &&
      h(
        "label",
        { class: "choice" },
        h("input", { type: "checkbox", name: "without_note", value: "on" }),
        ` ${word("without_note")} `,
        h("bdi", { lang: was.language }, was.text),
      ),
  );
}

function noteText(language: string | null): HTMLElement {
  const written = language === null ? { dir: "auto" } : { lang: language, dir: direction(language) };
  return h(
    "label",
    { "data-key": "note" },
    word("note_line"),
    h("input", { name: "note", type: "text", maxlength: 200, autocomplete: "off", ...written }),
  );
}

export function option(value: string, selected = false, said = value): HTMLElement {
  return h("option", { "data-key": value, value, selected }, said);
}
