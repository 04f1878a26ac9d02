// The public page: wires the live wire to the board, and the board to what is seen and said.

import { Board, type Shown } from "../board.ts";
import { byId } from "../dom.ts";
import { cellOf, watchLive, type Bulletin, type LinkState, type LiveWatch, type Place, type Signature } from "../live.ts";
import { lexiconFor } from "../words.ts";
import { show, titleOf, type View } from "./view.ts";
import { announce } from "./announce.ts";
import { concernOf, keepPlace, keptPlace, lookAround } from "./whereabouts.ts";

/** A difference of clocks that is worth a word, in milliseconds. */
const CLOCK_DIFFERENCE_MS = 60_000;

const wanted = navigator.languages.length > 0 ? navigator.languages : [navigator.language];
const lexicon = lexiconFor(wanted);

let link: LinkState = "connecting";
let beatHeardAt: number | null = null;
let linkSignature: Signature | null = null;
let clockDiffers = false;
let refused = 0;
let gap = false;
let planned = false;
let place: Place | null = keptPlace();
let placeFailed = false;
let board: Board;
let watch: LiveWatch;

document.documentElement.lang = lexicon.language;
document.documentElement.dir = lexicon.direction;
byId("title").textContent = lexicon.word("page_title");

begin();

/** Listens to what is around the reader's place, or to everything. */
function begin(): void {
  const cell = place === null ? null : cellOf(place);
  const read = new Board(cell);
  board = read;
  watch = watchLive({
    url: location.origin,
    cell,
    onBulletin(bulletin, signature) {
      read.read(bulletin, signature);
      plan(() => tell(bulletin));
    },
    onState(state) {
      link = state;
      plan();
    },
    onHeartbeat(heartbeat, signature) {
      read.beat(heartbeat);
      beatHeardAt = Date.now();
      linkSignature = signature;
      clockDiffers = Math.abs(heartbeat.at - beatHeardAt) > CLOCK_DIFFERENCE_MS;
      plan();
    },
    onRefused({ n }) {
      refused += 1;
      if (n !== null) read.takeBack(n);
      plan();
    },
    onGap() {
      gap = true;
      plan();
    },
    onAnew() {
      read.forget();
      plan();
    },
  });
}

/** The reader wants the warnings of another place, or of all. */
async function moveTo(where: "here" | "everywhere"): Promise<void> {
  const found = where === "here" ? await lookAround() : null;
  placeFailed = where === "here" && found === null;
  if (!placeFailed) {
    place = found;
    keepPlace(found);
    watch.stop();
    linkSignature = null;
    begin();
  }
  plan();
}

document.addEventListener("visibilitychange", () => {
  if (!document.hidden) watch.wake();
});
addEventListener("online", () => watch.wake());

/** Many bulletins may come at once; they are drawn together. */
function plan(after?: () => void): void {
  if (after !== undefined) queueMicrotask(after);
  if (planned) return;
  planned = true;
  queueMicrotask(() => {
    planned = false;
    const view = viewNow();
    show(view);
    document.title = titleOf(view);
  });
}

function viewNow(): View {
  return {
    lexicon,
    wanted,
    link,
    linkSignature,
    serverTime: board.serverTime,
    clockDiffers,
    shown: board.shown(),
    textless: board.textless(),
    refused,
    gap,
    place,
    placeFailed,
    moveTo: (where) => void moveTo(where),
  };
}

function tell(bulletin: Bulletin): void {
  const shown: Shown | undefined = board.shown().find(({ warning }) => warning === bulletin.warning);
  // An older bulletin that arrives late changes nothing that anyone must hear, nor does one of another place.
  if (shown?.bulletin.n === bulletin.n && concernOf(bulletin.area, place) !== "elsewhere") announce(shown, lexicon, wanted);
}
