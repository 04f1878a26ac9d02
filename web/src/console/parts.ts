// The small parts that every section of the console is made of.

import { h, type Child } from "../dom.ts";
import { timeText, type Mood } from "./words.ts";

/** A table; the first item of each row is its key. */
export function table(
  caption: string,
  heads: readonly string[],
  rows: readonly (readonly [key: string, ...cells: Child[]])[],
): HTMLElement {
  return h(
    "div",
    { class: "scroll", tabindex: 0, role: "group", "aria-label": caption },
    h(
      "table",
      null,
      h("caption", { class: "unseen" }, caption),
      h("thead", null, h("tr", null, heads.map((head) => h("th", { scope: "col" }, head)))),
      h(
        "tbody",
        null,
        rows.map(([key, first, ...rest]) =>
          h(
            "tr",
            { "data-key": key },
            h("th", { scope: "row" }, first),
            rest.map((cell) => h("td", null, cell)),
          ),
        ),
      ),
    ),
  );
}

export function time(ms: number | null, now: number): Child {
  return ms === null ? "–" : h("time", { datetime: new Date(ms).toISOString() }, timeText(ms, now));
}

export function mood(word: string, kind: Mood): HTMLElement {
  return h("span", { class: "mood", "data-mood": kind }, word);
}
