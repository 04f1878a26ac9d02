// Says aloud, through a screen reader, what changed: at once for what endangers life, politely else.

import type { Shown } from "../board.ts";
import { byId, h, renew } from "../dom.ts";
import { direction, ordered } from "../language.ts";
import { goesOnUnchanged } from "../live/wire.ts";
import type { Lexicon } from "../words.ts";
import { stageWord } from "./card.ts";

export function announce(shown: Shown, lexicon: Lexicon, wanted: readonly string[]): void {
  const { bulletin } = shown;
  const urgent =
    bulletin.status === "actual" &&
    shown.stage === "live" &&
    !goesOnUnchanged(bulletin) &&
    ["extreme", "severe"].includes(bulletin.severity.toLowerCase());
  const language = ordered(Object.keys(bulletin.texts), wanted)[0];
  const text = language === undefined ? undefined : bulletin.texts[language];
  renew(
    byId(urgent ? "say-at-once" : "say-politely"),
    h("p", null, `${lexicon.twice(bulletin.status)}. ${stageWord(shown, "alive", lexicon)}.`),
    text !== undefined &&
      h("p", { lang: language, dir: direction(language ?? "") }, `${text.headline} ${text.instruction}`),
  );
}
