// What only two people change together: what waits for them, line by line, and what the site's key did
// where two were missing.

import { h, type Child } from "../dom.ts";
import { given, hash, reason, type Deed } from "./dialog.ts";
import { time } from "./parts.ts";
import type { Asked, MadeByKey, Picture } from "./picture.ts";
import { named, word } from "./speak.ts";

/** What stands over everything else, on every part of the console. */
export function loud({ by_key = [], can_agree = true, at }: Picture): Child[] {
  return [
    ...by_key.map((made) =>
      h(
        "div",
        { class: "notice", "data-key": `key-${made.id}` },
        h("p", null, h("strong", null, word("key_made", { id: String(made.id) })), " · ", time(made.at, at)),
        account(made),
        h(
          "p",
          { class: "actions" },
          h("button", { type: "button", "data-action": "confirm-key", "data-change": made.id }, word("stand_by_button")),
        ),
      ),
    ),
    !can_agree &&
      h(
        "p",
        { class: "notice", "data-key": "alone" },
        h("strong", null, word("alone"), " "),
        word("alone_long"),
      ),
  ];
}

/** One card for each change that waits. */
export function changeCards({ changes = [], at }: Picture): Child[] {
  if (changes.length === 0) return [h("p", { class: "none" }, word("no_change"))];
  return changes.map((change) =>
    h(
      "article",
      { class: "change", "data-key": `change-${change.id}`, "aria-labelledby": `change-${change.id}` },
      h("h3", { id: `change-${change.id}` }, `${named("change_title", change.of)} · ${word("change_n", { id: String(change.id) })}`),
      lines(change.says),
      agreement(change, at),
      h(
        "p",
        { class: "actions" },
        h("button", { type: "button", "data-action": "agree", "data-change": change.id }, word("agree")),
        h("button", { type: "button", "data-action": "refuse", "data-change": change.id }, word("refuse")),
      ),
    ),
  );
}

/** The deed of a button on a change, if it is still there. */
export function aboutChange(name: string, id: string, picture: Picture): Deed | null {
  const made = picture.by_key?.find((one) => String(one.id) === id);
  if (name === "confirm-key") return made === undefined ? null : standBy(made);
  const change = picture.changes?.find((one) => String(one.id) === id);
  if (change === undefined) return null;
  if (name === "agree") return agree(change, picture.at);
  return name === "refuse" ? refuse(change, picture.at) : null;
}

function agree(change: Asked, at: number): Deed {
  const isLast = change.agreed.length > 0;
  return {
    ...about(change, at),
    question: word("agree_question", { id: String(change.id) }),
    effect: word(isLast ? "agree_last" : "agree_first"),
    commit: word(isLast ? "agree_commit_last" : "agree_commit", { id: String(change.id) }),
    asked: () => null,
    path: `/api/v1/changes/${change.id}/approve`,
    body: () => ({ sha256: change.sha256 }),
  };
}

function refuse(change: Asked, at: number): Deed {
  return {
    ...about(change, at),
    question: word("refuse_question", { id: String(change.id) }),
    effect: word("refuse_effect"),
    commit: word("refuse"),
    asked: () => reason(word("reason")),
    path: `/api/v1/changes/${change.id}/refuse`,
    body: (form) => ({ reason: given(form, "reason") }),
  };
}

function about(change: Asked, at: number): Pick<Deed, "status" | "banner" | "shown" | "changed"> {
  return {
    status: null,
    banner: [word("change_banner"), word("change_banner_long")],
    shown: () => [lines(change.says), agreement(change, at), hash(word("hash_change"), change.sha256)],
    changed({ changes = [] }) {
      const now = changes.find(({ id }) => id === change.id);
      return now === undefined || now.sha256 !== change.sha256 || now.agreed.length !== change.agreed.length;
    },
  };
}

function standBy(made: MadeByKey): Deed {
  return {
    status: null,
    banner: [word("change_banner"), word("key_banner_long")],
    question: word("stand_by_question", { id: String(made.id) }),
    effect: word("stand_by_effect"),
    commit: word("stand_by_commit", { id: String(made.id) }),
    shown: () => account(made),
    asked: () => null,
    path: `/api/v1/changes/${made.id}/confirm`,
    body: () => ({}),
    changed: ({ by_key = [] }) => by_key.every(({ id }) => id !== made.id),
  };
}

function lines(says: readonly string[]): HTMLElement {
  return h("ul", { class: "says" }, says.map((line) => h("li", null, h("bdi", null, line))));
}

function agreement({ agreed, at: asked, expires }: Asked, at: number): HTMLElement {
  return h(
    "dl",
    { class: "facts" },
    h("div", null, h("dt", null, word("asked_at")), h("dd", null, time(asked, at))),
    h("div", null, h("dt", null, word("void_after")), h("dd", null, time(expires, at))),
    h("div", null, h("dt", null, word("agreed")), h("dd", null, agreed.length === 0 ? word("nobody_yet") : agreed.map(({ by }) => by).join(", "))),
  );
}

/** What the key did, why, and who looked at it since. */
function account({ says, reason: why, confirmed }: MadeByKey): Child[] {
  const lookedAt =
    confirmed.length === 0
      ? word("looked_nobody")
      : word("looked_one", { who: confirmed.map(({ by }) => by).join(", ") });
  return [lines(says), h("p", null, `${word("why_colon")} `, h("bdi", null, why)), h("p", null, lookedAt)];
}
