// What only two people change together: what waits for them, line by line, and what the site's key did
// where two were missing.

import { h, type Child } from "../dom.ts";
import { given, hash, reason, type Deed } from "./dialog.ts";
import { time } from "./parts.ts";
import type { Asked, MadeByKey, Picture } from "./picture.ts";

/** What stands over everything else, on every part of the console. */
export function loud({ by_key = [], can_agree = true, at }: Picture): Child[] {
  return [
    ...by_key.map((made) =>
      h(
        "div",
        { class: "notice", "data-key": `key-${made.id}` },
        h("p", null, h("strong", null, `THE SITE’S KEY put change ${made.id} in force without two people`), " at ", time(made.at, at), "."),
        account(made),
        h(
          "p",
          { class: "actions" },
          h("button", { type: "button", "data-action": "confirm-key", "data-change": made.id }, "I looked at it and stand by it"),
        ),
      ),
    ),
    !can_agree &&
      h(
        "p",
        { class: "notice", "data-key": "alone" },
        h("strong", null, "NOBODY CAN AGREE to a change: "),
        "fewer than two officers who could hold tokens. Name another (manual, Changes that need two people).",
      ),
  ];
}

/** One card for each change that waits. */
export function changeCards({ changes = [], at }: Picture): Child[] {
  if (changes.length === 0) return [h("p", { class: "none" }, "Nothing waits for two people.")];
  return changes.map((change) =>
    h(
      "article",
      { class: "change", "data-key": `change-${change.id}`, "aria-labelledby": `change-${change.id}` },
      h("h3", { id: `change-${change.id}` }, `${TITLES[change.of] ?? change.of} · change ${change.id}`),
      lines(change.says),
      agreement(change, at),
      h(
        "p",
        { class: "actions" },
        h("button", { type: "button", "data-action": "agree", "data-change": change.id }, "Agree"),
        h("button", { type: "button", "data-action": "refuse", "data-change": change.id }, "Refuse"),
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

const TITLES: Readonly<Record<string, string>> = {
  site: "The site, as it is configured",
  token: "A token that lets somebody in",
  words: "Words that were vetted",
};

function agree(change: Asked, at: number): Deed {
  const isLast = change.agreed.length > 0;
  return {
    ...about(change, at),
    question: `Agree to change ${change.id}?`,
    effect: isLast ? "You are the second person: it holds at once." : "One more person must agree before it holds.",
    commit: isLast ? `Put change ${change.id} in force` : `Agree to change ${change.id}`,
    asked: () => null,
    path: `/api/v1/changes/${change.id}/approve`,
    body: () => ({ sha256: change.sha256 }),
  };
}

function refuse(change: Asked, at: number): Deed {
  return {
    ...about(change, at),
    question: `Refuse change ${change.id}?`,
    effect: "It does not hold, and everybody sees your reason. What a file still says is asked again at the next start.",
    commit: "Refuse",
    asked: () => reason("Reason"),
    path: `/api/v1/changes/${change.id}/refuse`,
    body: (form) => ({ reason: given(form, "reason") }),
  };
}

function about(change: Asked, at: number): Pick<Deed, "status" | "banner" | "shown" | "changed"> {
  return {
    status: null,
    banner: ["CHANGE", "It holds when two people have agreed."],
    shown: () => [lines(change.says), agreement(change, at), hash("Change", change.sha256)],
    changed({ changes = [] }) {
      const now = changes.find(({ id }) => id === change.id);
      return now === undefined || now.sha256 !== change.sha256 || now.agreed.length !== change.agreed.length;
    },
  };
}

function standBy(made: MadeByKey): Deed {
  return {
    status: null,
    banner: ["CHANGE", "The site’s key put it in force without two people."],
    question: `Stand by change ${made.id}?`,
    effect: "You say that it is right. When two people have said so, this console says no more of it.",
    commit: `Stand by change ${made.id}`,
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
    h("div", null, h("dt", null, "Asked"), h("dd", null, time(asked, at))),
    h("div", null, h("dt", null, "Void after"), h("dd", null, time(expires, at))),
    h("div", null, h("dt", null, "Agreed"), h("dd", null, agreed.length === 0 ? "nobody yet" : agreed.map(({ by }) => by).join(", "))),
  );
}

/** What the key did, why, and who looked at it since. */
function account({ says, reason: why, confirmed }: MadeByKey): Child[] {
  const lookedAt =
    confirmed.length === 0
      ? "Nobody has looked at it yet; two people must."
      : `${confirmed.map(({ by }) => by).join(", ")} stands by it; one more person must.`;
  return [lines(says), h("p", null, "Why: ", h("bdi", null, why)), h("p", null, lookedAt)];
}
