// "Are you safe?": two large buttons, and an answer that is only called sent once the server has it.

import { byId, h, renew, type Child } from "../dom.ts";
import { direction, ordered } from "../language.ts";
import type { Text } from "../live/wire.ts";
import { lexiconFor, type Word } from "../words.ts";

type Answer = "safe" | "need_help";

/** What `/api/v1/safe/{token}` tells. */
interface Roll {
  /** By language tag; `null` where the warning has no message. */
  readonly texts: Readonly<Record<string, Text>> | null;
  readonly answered: Answer | null;
  readonly open: boolean;
  readonly status: "exercise" | "actual" | null;
}

type Sending = { readonly kind: "idle" | "sending" | "failed" };

const wanted = navigator.languages.length > 0 ? navigator.languages : [navigator.language];
const lexicon = lexiconFor(wanted);
const address = `/api/v1/safe/${location.pathname.split("/").filter(Boolean).at(-1) ?? ""}`;

let roll: Roll | null = null;
let trouble: Word | null = null;
let sending: Sending = { kind: "idle" };

document.documentElement.lang = lexicon.language;
document.documentElement.dir = lexicon.direction;
document.title = `${lexicon.word("safe_title")} · Vigie`;

document.addEventListener("click", (click) => {
  const button = (click.target as Element | null)?.closest("button");
  if (button === null || button === undefined || button.disabled) return;
  if (button.dataset["answer"] !== undefined) void send(button.dataset["answer"] as Answer);
  else void load();
});

void load();

async function load(): Promise<void> {
  trouble = null;
  draw();
  try {
    const answer = await fetch(address, { cache: "no-store" });
    if (answer.ok) roll = (await answer.json()) as Roll;
    else trouble = answer.status === 404 || answer.status === 410 ? "safe_unknown" : "safe_unreachable";
  } catch {
    trouble = "safe_unreachable";
  }
  draw();
}

async function send(answer: Answer): Promise<void> {
  if (roll === null) return;
  sending = { kind: "sending" };
  draw();
  try {
    const reply = await fetch(address, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ answer }),
    });
    if (reply.ok) {
      roll = { ...roll, answered: answer };
      sending = { kind: "idle" };
    } else if (reply.status === 409 || reply.status === 410) {
      roll = { ...roll, open: false };
      sending = { kind: "failed" };
    } else {
      sending = { kind: "failed" };
    }
  } catch {
    sending = { kind: "failed" };
  }
  draw();
}

function draw(): void {
  renew(
    byId("main"),
    roll === null ? h("h1", null, lexicon.word("safe_title")) : rollCard(roll),
    trouble !== null && h("p", { class: "notice", role: "alert" }, lexicon.word(trouble)),
    trouble !== null && h("button", { type: "button" }, lexicon.word("retry")),
    roll === null && trouble === null && h("p", null, lexicon.word("connecting")),
    roll?.open === true && buttons(roll),
    h("div", { role: "status", "aria-live": "assertive", "data-key": "result" }, ...result(roll)),
  );
}

function rollCard({ texts, status }: Roll): HTMLElement {
  const [first, ...others] = ordered(Object.keys(texts ?? {}), wanted);
  const headline = (tag: string): string => texts?.[tag]?.headline ?? "";
  return h(
    "section",
    { class: "roll", "data-status": status },
    status !== null &&
      h(
        "p",
        { class: "banner" },
        h("strong", { class: "banner-word" }, lexicon.twice(status)),
        " ",
        h("span", null, lexicon.word(status === "exercise" ? "exercise_long" : "actual_long")),
      ),
    h("h1", null, lexicon.word("safe_title")),
    first !== undefined && h("h2", { lang: first, dir: direction(first) }, headline(first)),
    others.map((tag) => h("p", { lang: tag, dir: direction(tag) }, headline(tag))),
  );
}

function buttons({ answered }: Roll): HTMLElement {
  const button = (answer: Answer, word: Word): HTMLElement =>
    h(
      "button",
      {
        type: "button",
        class: "answer",
        "data-answer": answer,
        "aria-pressed": answered === answer ? "true" : "false",
        disabled: sending.kind === "sending",
      },
      lexicon.word(word),
    );
  return h("div", { class: "answers" }, button("safe", "safe_button"), button("need_help", "help_button"));
}

function result(roll: Roll | null): Child[] {
  if (roll === null) return [];
  const said = (kind: string, ...words: Word[]): HTMLElement =>
    h("div", { class: "result", "data-kind": kind }, words.map((word) => h("p", null, lexicon.word(word))));
  const arrived: Word | null =
    roll.answered === null ? null : roll.answered === "safe" ? "safe_sent" : "help_sent";
  return [
    sending.kind === "sending" && said("sending", "safe_sending"),
    sending.kind === "failed" && said("failed", "safe_failed"),
    sending.kind === "idle" && arrived !== null && said("sent", arrived, ...(roll.open ? (["safe_change"] as const) : [])),
    !roll.open && said("closed", "safe_closed"),
  ];
}
