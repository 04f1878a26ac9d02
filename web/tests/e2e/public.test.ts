// The public page in a real browser, against a server that speaks the contract.

import assert from "node:assert/strict";
import { test } from "node:test";
import type { Page } from "playwright-core";
import { sees, SERVER_GONE, text } from "../support/browser.ts";
import { bulletin, T0 } from "../support/samples.ts";
import { expectFaults, openPage, server } from "../support/stage.ts";
import { jws, newKey, tampered } from "../support/signer.ts";

async function visit(options: Parameters<typeof openPage>[1] = {}): Promise<Page> {
  return openPage("/", options);
}

test("a quiet page says that it knows no warning only once the link is alive", async () => {
  server.greets = false;
  const page = await visit();
  await sees(page, "#link", /Connecting/);
  assert.doesNotMatch(await text(page, "body"), /No known warning/);
  assert.match(await page.title(), /Connecting/);
  await waitFor(() => server.connections === 1);
  server.beat();
  await sees(page, "#link", /No known warning/);
  assert.match(await page.title(), /No known warning/);
});

test("a bulletin appears with its banner, its words, its times and its verified signature", async () => {
  const page = await visit();
  await sees(page, "#link", /No known warning/);
  server.publish(bulletin());
  await sees(page, ".banner", /ACTUAL.*This is real/s);
  await sees(page, "h3", "Rockets: take cover now");
  await sees(page, ".instruction", "Go to the nearest shelter.");
  const facts = await text(page, ".facts");
  for (const wanted of ["02:14:00", "03:14:00", "Compound and 300 m around it", "Embassy duty office", "7Q4K-92MX", "Extreme"]) {
    assert.ok(facts.includes(wanted), `${wanted} in ${facts}`);
  }
  assert.match(await text(page, ".signature"), new RegExp(`verified on this device ${server.live.kid}`));
  assert.match(await page.title(), /ACTUAL: 1/);
  assert.doesNotMatch(await text(page, "#link"), /No known warning/);
  await waitFor(() => server.received.includes(7));
});

test("a reader may have the warnings around them: the place stays on the device, the server is told a cell", async () => {
  const here = { latitude: 33.3025, longitude: 44.395 };
  const page = await visit({ geolocation: here, permissions: ["geolocation"] });
  await sees(page, "#link", /No known warning/);
  const far = { desc: "Far away", polygons: [], circles: [[34_000_000, 45_000_000, 500]], geocodes: [] } as const;
  server.publish(bulletin());
  server.publish(bulletin({ n: 9, warning: 4, area: far, texts: { en: { headline: "Smoke far away", description: "", instruction: "" } } }));
  await sees(page, "#live h3", "Smoke far away");
  await page.click("[data-do=place-here]");
  await sees(page, "#live [data-lies=within]", /Your place is in the area/);
  assert.equal(await page.locator("#live .map-place text").textContent(), "your place");
  await page.click("#ended .line summary");
  await sees(page, "#ended [data-lies=elsewhere]", /Your place is not near the area/);
  assert.match(await page.title(), /ACTUAL: 1/);
  assert.deepEqual(server.listened, ["/live/ws", "/live/ws?cell=svzt6"]);
  // It is kept for the next time, and forgotten when the reader wants all places again.
  await page.reload();
  await waitFor(() => server.listened.length === 3);
  assert.equal(server.listened[2], "/live/ws?cell=svzt6");
  await sees(page, "#live h3", "Rockets: take cover now");
  await page.click("[data-do=place-all]");
  await waitFor(() => server.listened.at(-1) === "/live/ws");
  await sees(page, "#live h3", "Smoke far away");
  assert.equal(await page.evaluate(() => localStorage.length), 0);
});

test("a device that does not say where it is leaves all warnings on the page, and the page says so", async () => {
  const page = await visit();
  server.publish(bulletin());
  await sees(page, "#live h3", "Rockets: take cover now");
  await page.click("[data-do=place-here]");
  await sees(page, "#mine", /did not say where it is/);
  assert.deepEqual(server.listened, ["/live/ws"]);
});

test("the tab says what to do to whoever sees no more of the page", async () => {
  const texts = { en: { headline: "Rockets", description: "", instruction: "", push: "Rockets: take shelter now", display: "ROCKETS\nTAKE SHELTER" } };
  server.publish(bulletin({ texts }));
  const page = await visit();
  await sees(page, "h3", "Rockets");
  assert.match(await page.title(), /ACTUAL: 1 – Rockets: take shelter now · Vigie/);
});

test("an actual alert of extreme severity is said at once to a screen reader, an exercise politely", async () => {
  const page = await visit();
  await sees(page, "#link", /No known warning/);
  server.publish(bulletin());
  await page.waitForFunction(() => /take cover/.test(document.getElementById("say-at-once")?.textContent ?? ""));
  server.publish(bulletin({ n: 9, warning: 4, status: "exercise" }));
  await page.waitForFunction(() => /EXERCISE/.test(document.getElementById("say-politely")?.textContent ?? ""));
});

test("an exercise is marked by the machine in banner, page and title, whatever its text says", async () => {
  const texts = { en: { headline: "ACTUAL: this is no drill", description: "", instruction: "Take cover" } };
  server.publish(bulletin({ status: "exercise", texts }));
  const page = await visit();
  await sees(page, ".banner", /EXERCISE.*Nobody is in danger/s);
  assert.equal(await page.getAttribute(".warning", "data-status"), "exercise");
  assert.equal(await page.getAttribute("body", "data-look"), "exercise");
  assert.match(await page.title(), /EXERCISE: 1/);
  await sees(page, "#link", /No actual warning/);
  assert.match(await page.$eval(".banner", (one) => getComputedStyle(one).backgroundImage), /repeating-linear-gradient/);
});

test("forged bulletins are not shown and are counted", async () => {
  const page = await visit();
  await sees(page, "#link", /No known warning/);
  server.publish(bulletin({ warning: 5 }), newKey("live"));
  server.publish(bulletin({ warning: 5, status: "exercise" }), server.live);
  server.publishText(8, tampered(jws("vigie-bulletin+jws", server.live, bulletin()), (payload) => (payload["danger"] = "fire")));
  await sees(page, '[data-test="refused"]', /3$/);
  assert.equal(await page.locator(".warning").count(), 0);
  await sees(page, "#link", /No known warning/);
});

for (const [act, stage, word] of [
  ["all_clear", "all_clear", /✓ ALL CLEAR/],
  ["retraction", "retracted", /RETRACTED: this warning was false/],
  ["expiry", "expired", /EXPIRED: its time ran out; no all clear was given/],
] as const) {
  test(`${act} is a state of its own`, async () => {
    server.publish(bulletin());
    const page = await visit();
    await sees(page, "#live .stage", /In force/);
    server.publish(bulletin({ n: 8, act, sent: T0 + 600_000 }));
    server.beat();
    await sees(page, "#ended .stage", word);
    assert.equal(await page.getAttribute("#ended .warning", "data-stage"), stage);
    assert.equal(await page.locator("#live .warning").count(), 0);
    assert.match(await text(page, "#ended .facts"), /Ended\s+.*02:24:00/s);
    await sees(page, "#link", /No known warning/);
  });
}

test("an update takes the place of the alert and leaves open what the reader opened", async () => {
  server.publish(bulletin());
  const page = await visit();
  await sees(page, "h3", /Rockets/);
  await page.locator(".others summary").first().click();
  const texts = { ...bulletin().texts, en: { headline: "Second salvo", description: "", instruction: "Stay in shelter" } };
  server.publish(bulletin({ n: 8, act: "update", texts }));
  await sees(page, "h3", "Second salvo");
  await sees(page, ".stage", /Updated/);
  assert.equal(await page.locator(".warning").count(), 1);
  assert.equal(await page.locator("details[open]").count(), 1);
});

test("when the server dies the page says link lost, keeps what it knew and never says clear", async () => {
  expectFaults(SERVER_GONE);
  server.publish(bulletin());
  const page = await visit({ before: (fresh) => fresh.clock.install() });
  await sees(page, ".stage", /In force/);
  await server.stop();
  await sees(page, "#foot, #link", /Connecting/);
  await page.clock.fastForward(22_000);
  await sees(page, "#link", /LINK LOST.*does not know.*Last sign of life/s);
  await sees(page, ".stage", /Was in force when the link was lost/);
  assert.match(await page.title(), /LINK LOST/);
  assert.doesNotMatch(await text(page, "body"), /No known warning/);
  await sees(page, "h3", /Rockets/);
});

test("a quiet page whose server dies does not stay quiet, and comes back with the server", async () => {
  expectFaults(SERVER_GONE);
  const page = await visit({ before: (fresh) => fresh.clock.install() });
  await sees(page, "#link", /No known warning/);
  await server.stop();
  await page.clock.fastForward(22_000);
  await sees(page, "#link", /LINK LOST/);
  assert.doesNotMatch(await text(page, "body"), /No known warning/);
  await server.start();
  server.publish(bulletin());
  await page.clock.fastForward(15_000);
  await sees(page, ".stage", /In force/);
  assert.equal(await page.getAttribute("body", "data-link"), "alive");
});

test("an all clear from before the link was lost loses its green and says so", async () => {
  server.publish(bulletin());
  server.publish(bulletin({ n: 8, act: "all_clear" }));
  const page = await visit({ before: (fresh) => fresh.clock.install() });
  await sees(page, ".stage", /✓ ALL CLEAR/);
  const green = await page.$eval(".stage", (one) => getComputedStyle(one).backgroundColor);
  server.greets = false;
  await page.clock.fastForward(22_000);
  await sees(page, ".stage", /ALL CLEAR \(said before the link was lost/);
  assert.notEqual(await page.$eval(".stage", (one) => getComputedStyle(one).backgroundColor), green);
});

test("a silent server that keeps the connection open is a lost link too", async () => {
  const page = await visit({ before: (fresh) => fresh.clock.install() });
  await sees(page, "#link", /No known warning/);
  server.greets = false;
  await page.clock.fastForward(22_000);
  await sees(page, "#link", /LINK LOST/);
});

test("a warning that only the heartbeat names is shown as being there", async () => {
  server.nameOnly(bulletin());
  const page = await visit();
  await sees(page, ".warning", /ACTUAL.*its text has not arrived yet/s);
  assert.doesNotMatch(await text(page, "#link"), /No known warning/);
});

test("without WebSocket the page lives on Server-Sent Events", async () => {
  server.publish(bulletin());
  const page = await visit({
    before: (fresh) => fresh.addInitScript(() => Reflect.deleteProperty(globalThis, "WebSocket")),
  });
  await sees(page, ".signature", /verified on this device/);
  assert.equal(await page.getAttribute("body", "data-link"), "alive");
});

test("a browser without Ed25519 says that the signature was not checked, and nowhere verified", async () => {
  server.publish(bulletin());
  const page = await visit({
    before: (fresh) =>
      fresh.addInitScript(() => {
        SubtleCrypto.prototype.importKey = () => Promise.reject(new DOMException("no", "NotSupportedError"));
      }),
  });
  await sees(page, ".signature", /not checked: this browser cannot check Ed25519/);
  await sees(page, "#foot", /could not be checked/);
  assert.doesNotMatch(await text(page, "body"), /verified/);
  assert.equal(await page.getAttribute(".warning", "data-signature"), "unchecked");
});

test("a server whose keys cannot be had leaves the signature unchecked, in words", async () => {
  expectFaults(/500 \(Internal Server Error\)/);
  server.replies.set("GET /live/keys", { status: 500, body: {} });
  server.publish(bulletin());
  const page = await visit();
  await sees(page, ".signature", /not checked: the server's keys could not be fetched/);
  server.replies.clear();
  await sees(page, ".signature", /verified on this device/);
});

test("script-injection polyglots in every text render as text", async () => {
  const evil = `"'><img src=x onerror=window.hit=1><script>window.hit=1</script><svg/onload=window.hit=1>{{7*7}}\${7*7}]]>--><!--</textarea></title>javascript:window.hit=1`;
  const all = { headline: evil, description: evil, instruction: evil };
  server.publish(
    bulletin({
      danger: evil,
      severity: evil,
      urgency: evil,
      certainty: evil,
      source: evil,
      code: evil,
      cap: { identifier: evil, sender: evil, sent: evil, sha256: evil, href: "javascript:window.hit=1" },
      area: { ...bulletin().area, desc: evil, geocodes: [[evil, evil]] },
      texts: { en: all, fr: all, [evil]: all },
    }),
  );
  const page = await visit();
  await sees(page, "h3", evil);
  assert.equal(await page.evaluate(() => (window as unknown as { hit?: number }).hit), undefined);
  assert.equal(await page.locator("main img, main script").count(), 0);
  assert.equal(await page.locator('a[href^="javascript"]').count(), 0);
  await page.locator(".map-world").waitFor();
  assert.equal(await page.locator("svg").count(), 2);
});

test("an Arabic reader gets an Arabic page from right to left, with the other languages in theirs", async () => {
  server.publish(bulletin({ status: "exercise" }));
  const page = await visit({ locale: "ar-IQ" });
  await sees(page, "h3", "صواريخ: احتموا الآن");
  assert.equal(await page.getAttribute("html", "dir"), "rtl");
  assert.equal(await page.getAttribute("html", "lang"), "ar");
  await sees(page, ".banner", /تمرين · EXERCISE/);
  assert.equal(await page.$eval("h3", (one) => getComputedStyle(one).direction), "rtl");
  assert.equal(await page.getAttribute('details[lang="en"]', "dir"), "ltr");
  const right = await page.$eval("h3", (one) => {
    const range = document.createRange();
    range.selectNodeContents(one);
    const words = range.getBoundingClientRect();
    const card = one.closest("article")?.getBoundingClientRect();
    return card === undefined ? Number.NaN : card.right - words.right;
  });
  assert.ok(right < 40, `the headline starts ${right} px from the right edge`);
});

test("an English reader sees the Arabic text from right to left", async () => {
  server.publish(bulletin());
  const page = await visit();
  await sees(page, "h3", /Rockets/);
  assert.equal(await page.$eval('details[lang="ar"] p', (one) => getComputedStyle(one).direction), "rtl");
});

test("a reader whose language is missing is told so", async () => {
  const { ar: _, ...texts } = bulletin().texts;
  server.publish(bulletin({ texts }));
  const page = await visit({ locale: "ar" });
  await sees(page, ".notice", /لا يوجد نص لهذا التحذير بلغتك/);
});

test("the area is drawn as an outline with a name", async () => {
  server.publish(bulletin());
  const page = await visit();
  await page.locator("svg.map").first().waitFor();
  assert.equal(await page.locator("svg .map-area").count(), 2);
  assert.match((await page.locator("svg.map").first().getAttribute("aria-label")) ?? "", /Compound and 300 m/);
});

test("actual stands above exercise, and the page wears the actual look", async () => {
  server.publish(bulletin({ n: 7, warning: 3, status: "actual" }));
  server.publish(bulletin({ n: 8, warning: 4, status: "exercise" }));
  const page = await visit();
  await page.locator(".warning").nth(1).waitFor();
  assert.equal(await page.locator(".warning").first().getAttribute("data-status"), "actual");
  assert.equal(await page.getAttribute("body", "data-look"), "actual");
});

async function waitFor(holds: () => boolean): Promise<void> {
  const deadline = Date.now() + 10_000;
  while (!holds()) {
    assert.ok(Date.now() < deadline, `never: ${holds.toString()}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
