// The public page: wires the live wire to the board, and the board to what is seen and said.

import { Board, type Shown } from "../board.ts";
import { byId } from "../dom.ts";
import { cellOf, watchLive, type Bulletin, type LinkState, type LiveWatch, type Place, type Signature } from "../live.ts";
import { lexiconFor } from "../words.ts";
import { show, titleOf, type View } from "./view.ts";
import { loadLand, type Land } from "../world.ts";
import { announce } from "./announce.ts";
import { CLOSED, LOADING, lookBack, type History } from "./history.ts";
import { signalOf, Sound } from "./sound.ts";
import { concernOf, keepPlace, keptPlace, lookAround } from "./whereabouts.ts";

/** How long after the first words the land may be asked for, in milliseconds. */
const LAND_AFTER_MS = 1_000;
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
let history: History = CLOSED;
let land: Land | null = null;
let landAsked = false;
const sound = new Sound(() => plan());
const signalled = new Set<number>();
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
      if (state === "link_lost" && link !== state) sound.signal("lost");
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

document.addEventListener("click", (click) => {
  const button = (click.target as Element | null)?.closest<HTMLElement>("button[data-do]");
  switch (button?.dataset["do"]) {
    case "place-here":
      return void moveTo("here");
    case "place-all":
      return void moveTo("everywhere");
    case "sound":
      return sound.toggle();
    case "print":
      return print();
    case "history":
      return void remember();
  }
});
// What a reader opens is made then.
document.addEventListener("toggle", ({ target }) => {
  if (target instanceof Element && target.classList.contains("line")) plan();
}, true);

/** Opens the past, or closes it. */
async function remember(): Promise<void> {
  if (history.state !== "closed") {
    history = CLOSED;
    return plan();
  }
  const asked = LOADING;
  history = asked;
  plan();
  const told = await lookBack(location.origin);
  // Closed while it was being fetched.
  if (history === asked) history = told;
  plan();
}

/** Coasts and borders come after the words, and a page that does not get them is whole without them. */
function askForLand(): void {
  if (landAsked) return;
  landAsked = true;
  setTimeout(() => {
    void loadLand().then((loaded) => {
      land = loaded;
      plan();
    }, () => {});
  }, LAND_AFTER_MS);
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
    if (view.shown.length > 0) askForLand();
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
    sound: sound.state,
    history,
    land,
  };
}

function tell(bulletin: Bulletin): void {
  const shown: Shown | undefined = board.shown().find(({ warning }) => warning === bulletin.warning);
  // An older bulletin that arrives late changes nothing that anyone must hear, nor does one of another place.
  if (shown?.bulletin.n !== bulletin.n || concernOf(bulletin.area, place) === "elsewhere") return;
  announce(shown, lexicon, wanted);
  const signal = signalOf(bulletin);
  // A bulletin comes a second time when its signature was checked after all: that is no news.
  if (signal === null || signalled.has(bulletin.n)) return;
  signalled.add(bulletin.n);
  sound.signal(signal);
}
