// The public page in the hands of its readers: a slow line, paper, large text, no mouse, no sight of
// colour, hostile words, and many warnings at once.

import assert from "node:assert/strict";
import { test } from "node:test";
import type { Page } from "playwright-core";
import type { Bulletin } from "../../src/live/wire.ts";
import { sees, SERVER_GONE, text } from "../support/browser.ts";
import { bulletin, T0 } from "../support/samples.ts";
import { expectFaults, openPage, server } from "../support/stage.ts";

/** What may be loaded before the words of a warning stand on the page. */
const FIRST_BYTES_MAX = 100_000;

async function visit(options: Parameters<typeof openPage>[1] = {}): Promise<Page> {
  return openPage("/", options);
}

test("a warning is read after less than 100 KB, and the coasts come after it", async () => {
  server.publish(bulletin());
  const loaded: { readonly path: string; readonly bytes: number }[] = [];
  let frames = 0;
  const page = await visit({
    before: async (fresh) => {
      fresh.on("response", (response) => {
        void response.body().then((body) => loaded.push({ path: new URL(response.url()).pathname, bytes: body.length }), () => {});
      });
      fresh.on("websocket", (socket) => socket.on("framereceived", ({ payload }) => (frames += payload.length)));
    },
  });
  await sees(page, ".instruction", /nearest shelter/);
  await page.waitForFunction(() => performance.getEntriesByName("first-contentful-paint").length > 0);
  const first = [...loaded];
  const bytes = first.reduce((sum, one) => sum + one.bytes, frames);
  assert.ok(bytes > 20_000, `${bytes} bytes weighed: the scales do not work`);
  assert.ok(bytes < FIRST_BYTES_MAX, `${bytes} bytes: ${JSON.stringify(first)}`);
  assert.ok(!first.some(({ path }) => path.includes("coasts")), "the coasts wait");
  await page.locator(".map-world").waitFor();
  assert.ok(loaded.some(({ path }) => path.includes("coasts")));
});

test("a page that cannot get the coasts is whole without them", async () => {
  expectFaults(/ERR_FAILED|Failed to fetch dynamically/);
  server.publish(bulletin());
  let refused = 0;
  const page = await visit({
    before: (fresh) =>
      fresh.route(/coasts-/, (route) => {
        refused += 1;
        return route.abort();
      }),
  });
  await sees(page, "h3", "Rockets: take cover now");
  await waitFor(() => refused > 0);
  assert.equal(await page.locator(".map-area").count(), 2);
  assert.equal(await page.locator(".map-world").count(), 0);
});

test("an area of a whole country has its coasts behind it, a small one has none that are kilometres off", async () => {
  const wide = { desc: "Japan", polygons: [[[30e6, 128e6], [46e6, 128e6], [46e6, 147e6], [30e6, 147e6]]], circles: [], geocodes: [] } as const;
  server.publish(bulletin());
  server.publish(bulletin({ n: 9, warning: 4, area: wide, status: "exercise" }));
  const page = await visit();
  await page.locator("[data-key=warning-4] .map:not(.map-world) .map-land").first().waitFor({ state: "attached" });
  assert.equal(await page.locator("[data-key=warning-3] .map:not(.map-world) .map-land").count(), 0);
});

test("a sound and a vibration of their own for a warning, its end and a lost link, once the reader wants them", async () => {
  const page = await visit({
    before: async (fresh) => {
      await fresh.clock.install();
      await fresh.addInitScript(() => {
        const heard: { buzzed: number[][]; tones: number } = { buzzed: [], tones: 0 };
        Object.assign(globalThis, { heard });
        navigator.vibrate = (pattern) => {
          heard.buzzed.push([pattern].flat() as number[]);
          return true;
        };
        const { start } = OscillatorNode.prototype;
        OscillatorNode.prototype.start = function (when): void {
          heard.tones += 1;
          start.call(this, when);
        };
      });
    },
  });
  await sees(page, "#link", /No known warning/);
  const heard = (): Promise<{ buzzed: number[][]; tones: number }> =>
    page.evaluate(() => (globalThis as unknown as { heard: { buzzed: number[][]; tones: number } }).heard);
  server.publish(bulletin());
  await sees(page, "h3", "Rockets: take cover now");
  assert.deepEqual(await heard(), { buzzed: [], tones: 0 }, "nobody asked for sound");
  await page.click("[data-do=sound]");
  await sees(page, "[data-do=sound]", "Be silent");
  server.publish(bulletin({ n: 8, warning: 4 }));
  await page.waitForFunction(() => (globalThis as unknown as { heard: { buzzed: unknown[] } }).heard.buzzed.length === 1);
  const alert = await heard();
  assert.ok(alert.tones >= 10, `${alert.tones} tones`);
  server.publish(bulletin({ n: 9, warning: 4, act: "update", sounds: false }));
  server.publish(bulletin({ n: 10, warning: 4, act: "all_clear" }));
  await page.waitForFunction(() => (globalThis as unknown as { heard: { buzzed: unknown[] } }).heard.buzzed.length === 2);
  server.greets = false;
  await page.clock.fastForward(22_000);
  await sees(page, "#link", /LINK LOST/);
  const all = await heard();
  assert.equal(all.buzzed.length, 3);
  assert.equal(new Set(all.buzzed.map(String)).size, 3, "each has its own");
  await page.click("[data-do=sound]");
  await sees(page, "[data-do=sound]", "Sound and vibrate");
  assert.equal(await page.evaluate(() => localStorage.length), 0);
});

test("the history is fetched when it is wanted, verified, and says how each warning ended", async () => {
  const texts = { en: { headline: "Fire at the gate", description: "", instruction: "Leave by the south." } };
  server.publish(bulletin({ n: 1, warning: 1, texts }));
  server.publish(bulletin({ n: 2, warning: 1, act: "retraction", sent: T0 + 60_000, texts }));
  server.publish(bulletin());
  server.greetsWithLiveOnly = true;
  const page = await visit();
  await sees(page, "h3", "Rockets: take cover now");
  assert.doesNotMatch(await text(page, "main"), /Fire at the gate/);
  await page.click("[data-do=history]");
  await sees(page, "#history .line", /ACTUAL.*Fire at the gate.*RETRACTED.*02:14:00.*to.*02:15:00/s);
  assert.equal(await page.locator("#history .line").count(), 1, "what is live is not in it");
  await page.click("#history .line summary");
  await sees(page, "#history .signature", /verified on this device/);
  assert.match(await page.title(), /ACTUAL: 1/);
  await page.click("[data-do=history]");
  assert.equal(await page.locator("#history .line").count(), 0);
});

test("who doubts a warning is told how to check it", async () => {
  server.publish(bulletin());
  const page = await visit();
  await page.click(".check summary");
  await sees(page, ".check", new RegExp(`7Q4K-92MX.*has checked the signature.*${server.live.kid}.*${"ab".repeat(32)}`, "s"));
});

for (const [name, locale, colorScheme] of [
  ["English", "en-GB", "light"],
  ["Arabic, from a dark page", "ar-IQ", "dark"],
] as const) {
  test(`one warning prints on one page: ${name}`, async () => {
    server.publish(bulletin());
    const page = await visit({ locale, colorScheme });
    await page.locator(".map-world").waitFor({ state: "attached" });
    const pdf = (await page.pdf({ format: "A4", printBackground: true })).toString("latin1");
    assert.equal(pdf.match(/\/Type\s*\/Page\b(?!s)/g)?.length, 1);
  });
}

test("text at twice its size, on a narrow telephone, is read without moving sideways", async () => {
  server.publish(bulletin());
  server.publish(bulletin({ n: 8, warning: 4, act: "all_clear" }));
  for (const [locale, width] of [["en-GB", 390], ["fr-FR", 320], ["ar-IQ", 320]] as const) {
    const page = await visit({ locale, viewport: { width, height: 800 } });
    await page.locator(".warning").nth(1).waitFor();
    await page.evaluate(() => (document.documentElement.style.fontSize = "200%"));
    const [wide, seen] = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
    assert.ok(wide! <= seen!, `${locale}: ${wide} px wide in ${seen}`);
    await page.context().close();
  }
  await visit();
});

test("the keyboard reaches everything that can be done, in the order of the page, and is seen there", async () => {
  server.publish(bulletin());
  const page = await visit();
  await page.locator(".map-world").waitFor();
  const reached: string[] = [];
  for (let i = 0; i < 12; i++) {
    await page.keyboard.press("Tab");
    const at = await page.evaluate(() => {
      const one = document.activeElement as HTMLElement;
      const outline = getComputedStyle(one);
      return one === document.body ? "" : `${one.dataset["do"] ?? one.localName} ${outline.outlineStyle} ${parseFloat(outline.outlineWidth) >= 2}`;
    });
    if (at === "") break;
    reached.push(at);
  }
  assert.deepEqual(
    reached,
    ["summary", "summary", "a", "summary", "history", "place-here", "sound", "print", "a", "a"].map((one) => `${one} solid true`),
  );
  await page.keyboard.press("Shift+Tab");
});

test("with colours taken away, exercise, warning and all clear are still told apart by words and edges", async () => {
  server.publish(bulletin({ status: "exercise" }));
  server.publish(bulletin({ n: 8, warning: 4, act: "all_clear" }));
  const page = await visit({ forcedColors: "active" });
  await page.locator(".warning").nth(1).waitFor();
  const edges = await page.$$eval(".warning", (all) => all.map((one) => getComputedStyle(one).borderTopStyle));
  assert.deepEqual(edges, ["dashed", "solid"]);
  for (const selector of [".banner", ".stage"]) {
    const width = await page.$eval(selector, (one) => parseFloat(getComputedStyle(one).borderTopWidth));
    assert.ok(width >= 3, `${selector} has an edge of ${width} px`);
  }
});

test("nothing moves for whoever wants no motion", async () => {
  server.publish(bulletin());
  const page = await visit({ reducedMotion: "reduce" });
  await sees(page, "h3", /Rockets/);
  assert.equal(await page.evaluate(() => document.getAnimations().length), 0);
});

test("words that turn the direction or never end stay in their place", async () => {
  const turned = "\u202eTHGIR MORF\u2067 gates are OPEN";
  const long = "W".repeat(10_000);
  const texts = { en: { headline: turned, description: long, instruction: "Stay.", push: turned } };
  server.publish(bulletin({ texts, source: turned, code: long, area: { ...bulletin().area, desc: turned } }));
  const page = await visit({ viewport: { width: 390, height: 800 } });
  await sees(page, ".description", long);
  assert.doesNotMatch(await page.title(), /[\u202a-\u202e\u2066-\u2069]/);
  assert.match(await page.title(), / · Vigie$/);
  const [wide, seen] = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
  assert.ok(wide! <= seen!, `${wide} px wide in ${seen}`);
  // The page's own words after a turned text are where they would be without it.
  const [own, edge] = await page.$eval(".stage", (one) => {
    const words = document.createRange();
    words.selectNodeContents(one);
    return [words.getBoundingClientRect().left, one.getBoundingClientRect().left];
  });
  assert.ok(own! - edge! < 40);
});

test("a device whose clock is wrong ends nothing by it, and says that the clocks differ", async () => {
  const now = Date.now();
  server.publish(bulletin({ sent: now - 60_000, expires: now + 3_600_000 }));
  const page = await visit({ before: (fresh) => fresh.clock.setFixedTime(now + 10 * 365 * 86_400_000) });
  await sees(page, "#foot", /clock.* differ/);
  await sees(page, ".stage", /In force/);
  assert.doesNotMatch(await text(page, ".facts"), /due to end/);
});

test("of fifty warnings at once the worst stand whole, the rest in a line each, and none is missing", async () => {
  for (let i = 0; i < 50; i++) server.publish(many(i));
  const page = await visit();
  await sees(page, "#live", /Further warnings/);
  await waitFor(async () => (await page.locator("#live .warning, #live .line").count()) === 50);
  assert.equal(await page.locator("#live .warning").count(), 12);
  assert.equal(await page.locator("#live > .line .map").count(), 0, "what is closed is not drawn");
  await page.locator("#live .line summary").last().click();
  await page.locator("#live .line[open] .warning").waitFor();
  assert.match(await page.title(), /ACTUAL: 50/);
});

function many(i: number): Bulletin {
  return bulletin({ n: 100 + i, warning: 100 + i, alert: 100 + i, texts: { en: { headline: `Flood ${i}`, description: "", instruction: "Go up." } } });
}

async function waitFor(holds: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 10_000;
  while (!(await holds())) {
    assert.ok(Date.now() < deadline, `never: ${holds.toString()}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

test("when the link is cut under many warnings, none of them is called over", async () => {
  expectFaults(SERVER_GONE);
  for (let i = 0; i < 20; i++) server.publish(many(i));
  const page = await visit({ before: (fresh) => fresh.clock.install() });
  await waitFor(async () => (await page.locator("#live .warning, #live .line").count()) === 20);
  await server.stop();
  await page.clock.fastForward(22_000);
  await sees(page, "#link", /LINK LOST/);
  assert.equal(await page.locator("#live .warning, #live .line").count(), 20);
  assert.match(await text(page, "#live .line"), /Was in force when the link was lost/);
});
