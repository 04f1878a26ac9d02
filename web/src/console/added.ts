// What an officer adds to the words of a warning, in the form for a new one and in the question about an
// update: values that its texts say, and one note in one language.

import { h } from "../dom.ts";
import { direction, nameOf } from "../language.ts";
import type { Note, Picture, SlotName } from "./picture.ts";

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
        h("option", { value: "" }, "not said"),
        values.map((one) => option(one, one === value)),
      ),
    );
  switch (name) {
    case "minutes":
      // What was true then is not true now.
      return h("label", key, "Minutes that people have, if known", h("input", { name: field, type: "number", min: 1, max: 1440 }));
    case "distance_m":
      return h("label", key, "Metres to stay away, if known", h("input", { name: field, type: "number", min: 1, max: 100000, value }));
    case "phone":
      return h("label", key, "Number to call, if another than usual", h("input", { name: field, type: "tel", maxlength: 20, value }));
    case "direction":
      return choose("Which way to go, if known", DIRECTIONS);
    case "drift":
      return choose("Which way the wind blows, towards, if known", DIRECTIONS);
    case "destination":
      return choose("Which zone to go to, if known", zones.map(({ id }) => id));
  }
}

/** A note goes out in the language that it is written in, and in no other; so the language is asked first. */
export function noteField({ site }: Picture, language: string): HTMLElement {
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
    language !== "" && noteText(language),
  );
}

/** Another note than the one there is: one form that stays as it is, so any language may be written in it. */
export function otherNote({ site }: Picture, was: Note | null): HTMLElement {
  return h(
    "fieldset",
    null,
    h("legend", null, was === null ? "Add a note, in one language" : "Another note, in one language"),
    h(
      "label",
      null,
      "Written in",
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
        " Take the note back: ",
        h("bdi", { lang: was.language }, was.text),
      ),
  );
}

function noteText(language: string | null): HTMLElement {
  const written = language === null ? { dir: "auto" } : { lang: language, dir: direction(language) };
  return h(
    "label",
    { "data-key": "note" },
    "One line; nobody translates it, other languages only say that it is there",
    h("input", { name: "note", type: "text", maxlength: 200, autocomplete: "off", ...written }),
  );
}

export function option(value: string, selected = false): HTMLElement {
  return h("option", { "data-key": value, value, selected }, value);
}
