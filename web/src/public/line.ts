// A warning in one line, opened into the whole when the reader wants it: of many at once, and of what was.

import type { Shown } from "../board.ts";
import { h, type Child } from "../dom.ts";
import { direction, ordered } from "../language.ts";
import { card, stageWord } from "./card.ts";
import type { View } from "./view.ts";

export function line(shown: Shown, view: View): HTMLElement {
  const { lexicon, wanted, link } = view;
  const { bulletin, stage, since } = shown;
  const key = `line-${shown.warning}`;
  // What is closed is not made: hundreds of lines must not cost hundreds of maps.
  const isOpen = document.querySelector(`details[data-key="${key}"][open]`) !== null;
  const language = ordered(Object.keys(bulletin.texts), wanted)[0];
  const headline = language === undefined ? lexicon.word("no_text") : (bulletin.texts[language]?.headline ?? "");
  const when: Child =
    stage === "live"
      ? lexicon.time(since)
      : lexicon.word("history_from_to", { from: lexicon.time(since), to: lexicon.time(bulletin.sent) });
  return h(
    "details",
    { class: "line", "data-key": key, "data-status": bulletin.status, "data-stage": stage },
    h(
      "summary",
      null,
      h("strong", { class: "line-status" }, lexicon.twice(bulletin.status)),
      " ",
      h("span", { class: "line-headline", lang: language, dir: direction(language ?? "") }, headline),
      " ",
      h("span", { class: "line-stage" }, stageWord(shown, link, lexicon)),
      " ",
      h("span", { class: "line-when" }, when),
    ),
    isOpen && card(shown, view),
  );
}
