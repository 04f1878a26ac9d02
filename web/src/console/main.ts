// The console: one officer, one token, one picture. The token lives in this tab's session storage
// and nowhere else; the picture and the live wire are two witnesses, and if either is silent the
// console says "link lost".

import { byId } from "../dom.ts";
import { watchLive, type LinkState, type LiveWatch } from "../live.ts";
import { loadLand, type Land } from "../world.ts";
import { Api, type Problem } from "./api.ts";
import { Compose } from "./compose.ts";
import { aboutChange } from "./changes.ts";
import { aboutWarning } from "./decide.ts";
import { Question, type Deed } from "./dialog.ts";
import { PictureFeed } from "./feed.ts";
import { aboutOrder } from "./orders.ts";
import type { Picture } from "./picture.ts";
import { direction, language, word, type ConsoleWord } from "./speak.ts";
import { Journal } from "./journal.ts";
import { follow, forgetTrails } from "./trail.ts";
import { show, titleOf, type View } from "./view.ts";

const TOKEN = "vigie-token";
/** The eye needs no more than four pictures a second, and a finger needs them not to jump. */
const DRAW_EVERY_MS = 250;

let api: Api | null = null;
let feed: PictureFeed | null = null;
let watch: LiveWatch | null = null;
let picture: Picture | null = null;
let pictureLink: LinkState = "connecting";
let liveLink: LinkState = "connecting";
let drawnAt = Number.NEGATIVE_INFINITY;
let drawPlanned = false;
let land: Land | null = null;

document.documentElement.lang = language;
document.documentElement.dir = direction;
for (const place of document.querySelectorAll<HTMLElement>("[data-say]")) place.textContent = word(place.dataset["say"] as ConsoleWord);

const ask = (path: string, body: unknown): ReturnType<Api["act"]> => {
  if (api === null) throw new Error("nobody is signed in");
  return api.act(path, body);
};
const refresh = (): void => void feed?.ask();
const question = new Question(ask, refresh);
const compose = new Compose(ask, refresh);
const journal = new Journal((what) => api?.explain(what) ?? null);

byId("token-form").addEventListener("submit", (submit) => {
  submit.preventDefault();
  const field = byId("token") as HTMLInputElement;
  const token = field.value.trim();
  field.value = "";
  if (token !== "") signIn(token);
});

document.addEventListener("click", (click) => {
  const button = (click.target as Element | null)?.closest<HTMLButtonElement>("button");
  if (button === null || button === undefined) return;
  if (button.dataset["do"] === "sign-out") signOut(null);
  const deed = picture === null ? null : deedOf(button, picture);
  if (deed !== null) question.begin(deed);
});

function deedOf({ dataset }: HTMLButtonElement, shown: Picture): Deed | null {
  const { action, warning: id, change, order } = dataset;
  if (action === undefined) return null;
  if (change !== undefined) return aboutChange(action, change, shown);
  if (order !== undefined) return aboutOrder(action, order, shown);
  const warning = shown.warnings.find((one) => String(one.id) === id);
  return warning === undefined ? null : aboutWarning(action, warning, shown);
}

const kept = sessionStorage.getItem(TOKEN);
if (kept === null) signOut(null);
else signIn(kept);

function signIn(token: string): void {
  signOut(null);
  sessionStorage.setItem(TOKEN, token);
  byId("sign-in").hidden = true;
  api = new Api(token);
  feed = new PictureFeed(api, {
    onPicture(fresh) {
      picture = fresh;
      follow(fresh.warnings.flatMap(({ deliveries }) => deliveries));
      planDraw();
    },
    onState(state) {
      pictureLink = state;
      planDraw();
    },
    onUnauthorized: signOut,
  });
  watch = watchLive({
    url: location.origin,
    onBulletin() {},
    onState(state) {
      liveLink = state;
      planDraw();
    },
  });
  planDraw();
  void loadLand().then((loaded) => {
    land = loaded;
    planDraw();
  }, () => {});
}

function signOut(problem: Problem | null): void {
  sessionStorage.removeItem(TOKEN);
  feed?.stop();
  watch?.stop();
  question.close();
  [api, feed, watch, picture] = [null, null, null, null];
  forgetTrails();
  journal.close();
  pictureLink = "connecting";
  liveLink = "connecting";
  byId("picture").hidden = true;
  byId("sign-in").hidden = false;
  const trouble = byId("token-trouble");
  trouble.hidden = problem === null;
  trouble.textContent = problem === null ? "" : `${problem.title} ${problem.detail}`.trim();
  draw();
}

document.addEventListener("toggle", () => planDraw(), true);

document.addEventListener("visibilitychange", () => {
  if (!document.hidden) {
    watch?.wake();
    refresh();
  }
});

function planDraw(): void {
  if (drawPlanned) return;
  drawPlanned = true;
  const rest = Math.max(0, drawnAt + DRAW_EVERY_MS - Date.now());
  setTimeout(() => {
    drawPlanned = false;
    drawnAt = Date.now();
    draw();
  }, rest);
}

function draw(): void {
  const view: View = { picture, pictureLink, liveLink, land };
  if (api === null) {
    show({ ...view, pictureLink: "alive", liveLink: "alive" });
    document.title = `${word("sign_in")} · ${word("console")} · Vigie`;
    return;
  }
  show(view);
  document.title = titleOf(view);
  byId("picture").hidden = picture === null;
  if (picture !== null) {
    compose.show(picture);
    question.compare(picture);
  }
}
