// The spine through the pages, against a running server: `npm run test:real`. It needs
//   VIGIE_URL      address of the server, as http://127.0.0.1:8080
//   VIGIE_TOKEN_A  token of an officer who may draft and submit
//   VIGIE_TOKEN_B  token of another officer, who may approve
//   VIGIE_PID      process of the server: the last test kills it
// and takes VIGIE_DANGER and VIGIE_ZONE (else the first that the console offers) and VIGIE_STATUS
// (else "exercise"). The tests are one story and run in order; each needs the one before.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Browser, Page } from "playwright-core";
import type { Picture, Warning } from "../../src/console/picture.ts";
import { assertClean, launch, open, sees, SERVER_GONE, text, type Opened } from "../support/browser.ts";

const URL_ = needed("VIGIE_URL").replace(/\/+$/, "");
const TOKEN_A = needed("VIGIE_TOKEN_A");
const TOKEN_B = needed("VIGIE_TOKEN_B");
const PID = Number(needed("VIGIE_PID"));
const STATUS = process.env["VIGIE_STATUS"] === "actual" ? "actual" : "exercise";
const WORD = STATUS.toUpperCase();
/** Two heartbeats, the grace, and what a busy machine adds. */
const LOST_PATIENCE_MS = 40_000;

let browser: Browser;
let screen: Opened;
let officerA: Opened;
let officerB: Opened;
let id = 0;

before(async () => {
  browser = await launch();
  screen = await open(browser, `${URL_}/`);
  officerA = await signIn(TOKEN_A);
  officerB = await signIn(TOKEN_B);
});
after(() => browser.close());

test("every page comes with a content policy that allows no inline script and no other server", async () => {
  for (const path of ["/", "/console", "/safe/not-a-token"]) {
    const answer = await fetch(`${URL_}${path}`);
    assert.equal(answer.status, 200, path);
    const policy = answer.headers.get("content-security-policy") ?? "";
    assert.match(policy, /frame-ancestors 'none'/, `${path}: ${policy}`);
    assert.match(policy, /(default|script)-src /, `${path}: ${policy}`);
    assert.doesNotMatch(policy, /unsafe-|https?:|\*/, `${path}: ${policy}`);
  }
});

test("the public page is alive, and the heartbeats are signed by a key that it could check", async () => {
  await screen.page.locator('body[data-link="alive"]').waitFor();
  await sees(screen.page, ".pulse", /Connected/);
  assert.doesNotMatch(await text(screen.page, "#foot"), /could not be checked|refused/);
});

test("officer A drafts and submits a warning", async () => {
  const { page } = officerA;
  const known = new Set((await picture()).warnings.map((one) => one.id));
  await page.check(`[name="status"][value="${STATUS}"]`);
  await fillDangerAndZone(page);
  await page.click('#compose [type="submit"]');
  await page.locator("#compose .made, #compose .problem").first().waitFor();
  assert.equal(await text(page, "#compose .problem"), "");
  id = await until("the draft is in the picture", async () => {
    const drafts = (await picture()).warnings.filter((one) => !known.has(one.id) && one.stage === "draft");
    return drafts[0]?.id;
  });
  await act(page, "submit", new RegExp(`${WORD}.*Submit this ${WORD} warning`, "s"));
  assert.equal((await stageIs("submitted")).stage, "submitted");
});

test("officer A may not approve what officer A wrote", async () => {
  const { page } = officerA;
  await page.click(button("approve"));
  await page.click('[data-do="commit"]');
  await page.locator("#confirm .problem").waitFor();
  assert.notEqual((await text(page, "#confirm .problem")).trim(), "");
  await page.click('[data-do="cancel"]');
  assert.equal((await warning()).stage, "submitted");
  assert.equal(await screen.page.locator(card()).count(), 0);
});

test("officer B approves it, having been told what it is and whom it reaches", async () => {
  const wanted = new RegExp(`${WORD}.*Release this ${WORD} warning\\?.*people.*[0-9a-f]{64}`, "s");
  await act(officerB.page, "approve", wanted);
  await stageIs("live");
});

test("the screen shows it with its banner, a verified signature and a short code", async () => {
  await screen.page.locator(card()).waitFor();
  const { page } = screen;
  assert.equal(await page.getAttribute(card(), "data-status"), STATUS);
  assert.equal(await page.getAttribute(card(), "data-stage"), "live");
  await sees(page, `${card()} .banner`, WORD);
  await sees(page, `${card()} .signature`, /verified on this device [0-9a-f]{16}/);
  assert.match(await text(page, `${card()} .code`), /\S{4,}/);
  assert.notEqual((await text(page, `${card()} h3`)).trim(), "");
  assert.ok((await page.locator(`${card()} svg .map-area`).count()) > 0, "the area is drawn");
});

test("a screen that comes later sees it too, by Server-Sent Events alone", async () => {
  const late = await open(browser, `${URL_}/`, {
    before: (page) => page.addInitScript(() => Reflect.deleteProperty(globalThis, "WebSocket")),
  });
  await sees(late.page, `${card()} .signature`, /verified on this device/);
  await late.page.context().close();
  assertClean(late);
});

test("without a script the page says what is in force, of when, and in the reader's language", async () => {
  const plain = await scriptless("fr-FR");
  const { page } = plain;
  await sees(page, "main", /Cette page fonctionne sans script.*État à: \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC/s);
  const shown = page.locator(`article.warning[data-status="${STATUS}"][data-stage="live"]`).first();
  await shown.waitFor();
  const seen = await shown.innerText();
  assert.match(seen, new RegExp(`${WORD}.*En cours`, "s"));
  assert.match(seen, new RegExp(await text(screen.page, `${card()} .code`)));
  assert.match(await page.content(), /http-equiv="refresh" content="15"/);
  assert.doesNotMatch(await text(page, "main"), /Aucune alerte connue/);
  await page.context().close();
  assertClean(plain);
});

test("a standing order is read and put in force in the console by another officer, and ended there", async () => {
  const { danger, zones } = await warning();
  const officers = await asked("GET", "/api/v1/officers");
  const order = {
    id: "spine",
    danger,
    zones,
    status: STATUS,
    button: { officers: [Object.keys((officers as { officers: object }).officers)[0]] },
    people_max: 100_000,
    firings_per_hour_max: 1,
    expires: new Date(Date.now() + 3_600_000).toISOString(),
  };
  const { sha256 } = (await asked("POST", "/api/v1/standing-orders", order)) as { sha256: string };
  const card = '[data-key="order-spine"]';
  await officerB.page.click(`${card} [data-action="approve-order"]`);
  await sees(officerB.page, "#confirm", new RegExp(`${WORD}.*standing order in force\\?.*presses its button.*${sha256}`, "s"));
  await officerB.page.click('[data-do="commit"]');
  await officerB.page.locator("#confirm").waitFor({ state: "hidden" });
  await sees(officerA.page, card, /in force until/);
  await officerA.page.click(`${card} [data-action="end-order"]`);
  await officerA.page.click('[data-do="commit"]');
  await officerA.page.locator("#confirm").waitFor({ state: "hidden" });
  await sees(officerB.page, card, /ended by/);
});

test("the all clear reaches the screen as a state of its own", async () => {
  await act(officerA.page, "all-clear", new RegExp(`${WORD}.*all clear.*people`, "s"));
  await sees(screen.page, `${card()} .stage`, /ALL CLEAR/);
  assert.equal(await screen.page.getAttribute(card(), "data-stage"), "all_clear");
  await stageIs("ended");
});

test("without a script the all clear is a state of its own too, right to left where it is read so", async () => {
  const plain = await scriptless("ar");
  await sees(plain.page, 'article[data-stage="all_clear"] .stage', /✓ .* · ALL CLEAR/);
  assert.equal(await plain.page.getAttribute("main section", "dir"), "rtl");
  await plain.page.context().close();
  assertClean(plain);
});

test("no page reported a fault or asked another server", () => {
  assertClean(screen);
  assertClean(officerB);
  // The one refusal that officer A was given is a failed request to the browser.
  assertClean(officerA, /Failed to load resource: the server responded with a status of 4\d\d.*\/approve\)/);
});

test("when the server is killed, page and console say link lost and never clear", async () => {
  process.kill(PID, "SIGKILL");
  for (const { page } of [screen, officerA]) {
    await page.locator('body[data-link="link_lost"]').waitFor({ timeout: LOST_PATIENCE_MS });
    await sees(page, "#link", /LINK LOST/);
    assert.match(await page.title(), /LINK LOST/);
  }
  assert.doesNotMatch(await text(screen.page, "body"), /No known warning/);
  assertClean(screen, SERVER_GONE);
});

/** Asks the server as officer A. */
async function asked(method: string, path: string, body?: unknown): Promise<unknown> {
  const headers = { authorization: `Bearer ${TOKEN_A}`, "content-type": "application/json" };
  const answer = await fetch(`${URL_}${path}`, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
  const text = await answer.text();
  assert.ok(answer.ok, `${method} ${path}: ${answer.status} ${text}`);
  return JSON.parse(text) as unknown;
}

function needed(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === "") {
    console.error(`failed to start: ${name} is not set (see the head of tests/real/spine.test.ts)`);
    process.exit(2);
  }
  return value;
}

function scriptless(locale: string): Promise<Opened> {
  return open(browser, `${URL_}/`, { javaScriptEnabled: false, locale });
}

async function signIn(token: string): Promise<Opened> {
  const opened = await open(browser, `${URL_}/console`);
  await opened.page.fill("#token", token);
  await opened.page.press("#token", "Enter");
  await opened.page.locator("#picture").waitFor();
  return opened;
}

async function fillDangerAndZone(page: Page): Promise<void> {
  const danger = process.env["VIGIE_DANGER"];
  if ((await page.locator('select[name="danger"]').count()) > 0) {
    await page.selectOption('[name="danger"]', danger ?? { index: 1 });
  } else {
    await page.fill('[name="danger"]', danger ?? needed("VIGIE_DANGER"));
  }
  const zone = process.env["VIGIE_ZONE"];
  const boxes = page.locator('[name="zones"][type="checkbox"]');
  if ((await boxes.count()) === 0) await page.fill('[name="zones"]', zone ?? needed("VIGIE_ZONE"));
  else if (zone === undefined) await boxes.first().check();
  else await page.check(`[name="zones"][value="${zone}"]`);
}

async function act(page: Page, name: string, restated: RegExp): Promise<void> {
  await page.click(button(name));
  await sees(page, "#confirm", restated);
  await page.click('[data-do="commit"]');
  await page.locator("#confirm").waitFor({ state: "hidden" });
}

function button(name: string): string {
  return `[data-action="${name}"][data-warning="${id}"]`;
}

function card(): string {
  return `[data-key="warning-${id}"]`;
}

async function picture(): Promise<Picture> {
  const answer = await fetch(`${URL_}/api/v1/picture`, { headers: { authorization: `Bearer ${TOKEN_A}` } });
  assert.equal(answer.status, 200);
  return (await answer.json()) as Picture;
}

async function warning(): Promise<Warning> {
  const found = (await picture()).warnings.find((one) => one.id === id);
  assert.ok(found !== undefined, `warning ${id} is in the picture`);
  return found;
}

function stageIs(stage: Warning["stage"]): Promise<Warning> {
  return until(`warning ${id} is ${stage}`, async () => {
    const found = await warning();
    return found.stage === stage ? found : undefined;
  });
}

async function until<T>(what: string, look: () => Promise<T | undefined>): Promise<T> {
  const deadline = Date.now() + 15_000;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    assert.ok(Date.now() < deadline, `never: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
