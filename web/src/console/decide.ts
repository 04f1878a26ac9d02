// What an officer decides about a warning, as the question asks it.

import { h, type Child } from "../dom.ts";
import { actionsFor, addressOf, bodyOf, CAUSES, peopleWord, statusWord, warningsOf, type Action } from "./actions.ts";
import { noteOf, otherNote, slotField, slotsOf } from "./added.ts";
import { given, hash, reason, type Deed } from "./dialog.ts";
import type { Picture, Warning, Zone } from "./picture.ts";
import { zoneName } from "./site-map.ts";
import { list, word } from "./speak.ts";
import { ends, restatement, texts } from "./warnings.ts";

/** The deed of a button on a warning, if the warning as it stands has that button. */
export function aboutWarning(name: string, warning: Warning, picture: Picture): Deed | null {
  const { at, zones } = picture;
  const action = actionsFor(warning).find((one) => one.name === name);
  if (action === undefined) return null;
  const others = zones.filter(({ id }) => !warning.zones.includes(id));
  const { status } = warning;
  return {
    status,
    banner: [statusWord(status), word(status === "actual" ? "this_is_real" : "nobody_in_danger")],
    question: action.question,
    effect: action.effect,
    commit: action.commit,
    shown: () => [restatedLine(warning, picture), restatement(warning, at), texts(warning), agreed(action, warning)],
    asked: () => input(action, others, warning, picture),
    path: `${warningsOf(status)}/${warning.id}/${addressOf(action.name)}`,
    body: (form) =>
      bodyOf(action.name, warning, {
        reason: given(form, "reason"),
        cause: given(form, "cause"),
        to: given(form, "to"),
        resound: form.get("resound") !== null,
        added: form.getAll("added").map(String),
        slots: slotsOf(form),
        note: noteOf(form),
        withoutNote: form.get("without_note") !== null,
      }),
    changed(picture) {
      const now = picture.warnings.find(({ id }) => id === warning.id);
      return (
        now === undefined ||
        now.stage !== warning.stage ||
        now.sha256 !== warning.sha256 ||
        now.proposal?.sha256 !== warning.proposal?.sha256
      );
    },
  };
}

/** Real or exercise, what, where, how many people and sirens: large, and before everything else. */
function restatedLine(warning: Warning, { zones }: Picture): Child {
  const places = (warning.proposal?.zones ?? warning.zones).map((id) => zoneName(zones.find((one) => one.id === id)?.names ?? {}, id));
  return h(
    "p",
    { class: "restated" },
    h(
      "bdi",
      null,
      word("sum_up", {
        status: statusWord(warning.status),
        danger: warning.danger,
        zones: places.length === 0 ? word("as_in_message") : list(places),
        people: peopleWord(warning),
        sirens: warning.footprint === null ? word("not_known") : word("sirens_count", { n: warning.footprint.sirens }),
      }),
    ),
  );
}

/** What else is agreed on with a release: the words of both ends, and the hash over all of it. */
function agreed({ name }: Action, warning: Warning): Child {
  if (name !== "approve" && name !== "approve-update") return null;
  return [ends(warning), hash(word("hash_message"), name === "approve" ? warning.sha256 : warning.proposal?.sha256)];
}

function input({ asks }: Action, others: readonly Zone[], warning: Warning, picture: Picture): Child {
  switch (asks) {
    case "nothing":
      return null;
    case "reason":
      return reason(word("reason"));
    case "cause":
      return [
        h(
          "label",
          null,
          word("cause_label"),
          h(
            "select",
            { name: "cause" },
            h("option", { value: "" }, word("cause_none")),
            CAUSES.map((cause) => h("option", { value: cause }, word(`cause_${cause}`))),
          ),
        ),
        reason(word("reason_record")),
      ];
    case "officer":
      return h("label", null, word("officer"), h("input", { name: "to", required: true, maxlength: 64, autocomplete: "off" }));
    case "revision":
      return [
        choice("resound", "on", word("resound")),
        others.length > 0 &&
          h(
            "fieldset",
            null,
            h("legend", null, word("zones_too")),
            others.map(({ id }) => choice("added", id, id)),
          ),
        (picture.slots?.[warning.danger] ?? []).map((name) => slotField(name, picture, warning.slots)),
        otherNote(picture, warning.note ?? null),
      ];
  }
}

function choice(name: string, value: string, label: string): Child {
  return h("label", { class: "choice" }, h("input", { type: "checkbox", name, value }), " ", h("bdi", null, label));
}
