// What was before: fetched when the reader asks for it, over the same signed wire and judged like
// everything else on the page, so that a retracted warning cannot be shown as a true one.

import { Board, type Shown } from "../board.ts";
import { h, type Child } from "../dom.ts";
import { watchLive } from "../live.ts";
import { line } from "./line.ts";
import type { View } from "./view.ts";

export interface History {
  readonly state: "closed" | "loading" | "open" | "failed";
  /** The server no longer has everything that was before. */
  readonly isCut: boolean;
  readonly shown: readonly Shown[];
}

export const CLOSED: History = { state: "closed", isCut: false, shown: [] };
export const LOADING: History = { ...CLOSED, state: "loading" };

/** Ended warnings shown of the past, the latest first. */
const PAST_MAX = 200;
/** How long the server may take to tell what it keeps, in milliseconds. */
const PATIENCE_MS = 20_000;

/** Everything the server keeps, each bulletin with its signature judged. */
export function lookBack(url: string): Promise<History> {
  return new Promise((told) => {
    const board = new Board(null, PAST_MAX);
    let isCut = false;
    const end = (state: "open" | "failed"): void => {
      clearTimeout(patience);
      watch.stop();
      told({ state, isCut, shown: board.shown().filter(({ stage }) => stage !== "live") });
    };
    const patience = setTimeout(() => end("failed"), PATIENCE_MS);
    const watch = watchLive({
      url,
      since: 0,
      onBulletin: (bulletin, signature) => board.read(bulletin, signature),
      // The first heartbeat follows all that was kept.
      onHeartbeat(heartbeat) {
        board.beat(heartbeat);
        end("open");
      },
      onRefused: ({ n }) => n !== null && board.takeBack(n),
      onGap: () => (isCut = true),
      onState() {},
    });
  });
}

/** The past, without what stands on the page anyway. */
export function past(view: View): Child[] {
  const { lexicon, history, shown } = view;
  const isClosed = history.state === "closed";
  const onPage = new Set(shown.map(({ warning }) => warning));
  const lines = history.shown.filter(({ warning }) => !onPage.has(warning));
  return [
    h("h2", { class: "list-heading" }, lexicon.word("history")),
    h(
      "p",
      { class: "choices" },
      h(
        "button",
        { type: "button", "data-do": "history", "aria-expanded": String(!isClosed) },
        lexicon.word(isClosed ? "history_show" : "history_hide"),
      ),
    ),
    h(
      "div",
      { role: "status" },
      history.state === "loading" && h("p", null, lexicon.word("history_loading")),
      history.state === "failed" && h("p", { class: "notice" }, lexicon.word("history_failed")),
      history.isCut && h("p", { class: "notice" }, lexicon.word("history_cut")),
      history.state === "open" && lines.length === 0 && h("p", null, lexicon.word("history_none")),
    ),
    lines.map((one) => line(one, view)),
  ];
}
