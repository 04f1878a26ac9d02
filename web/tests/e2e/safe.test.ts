// "Are you safe?" on a phone: two large buttons and the truth about whether the answer arrived.

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import type { Page } from "playwright-core";
import { sees, SERVER_GONE, text } from "../support/browser.ts";
import { bulletin } from "../support/samples.ts";
import { problem } from "../support/server.ts";
import { expectFaults, openPage, server } from "../support/stage.ts";

const ROLL = {
  texts: bulletin().texts,
  answered: null,
  open: true,
  status: "exercise",
};

beforeEach(() => {
  server.safe = ROLL;
});

async function visit(options: Parameters<typeof openPage>[1] = {}): Promise<Page> {
  return openPage("/safe/tok-123", {
    viewport: { width: 360, height: 740 },
    isMobile: true,
    hasTouch: true,
    ...options,
  });
}

for (const [answer, word] of [
  ["safe", /arrived: you are safe/],
  ["need_help", /arrived: you need help/],
] as const) {
  test(`one tap says ${answer}, and the page says that it arrived`, async () => {
    const page = await visit();
    await sees(page, ".banner", /EXERCISE/);
    await page.tap(`[data-answer="${answer}"]`);
    await sees(page, ".result", word);
    assert.deepEqual(server.posts().map(({ path, body }) => [path, body]), [["/api/v1/safe/tok-123", { answer }]]);
    assert.equal(await page.getAttribute(`[data-answer="${answer}"]`, "aria-pressed"), "true");
  });
}

test("both buttons are large and on the first screen of a phone", async () => {
  const page = await visit();
  await page.locator(".answer").nth(1).waitFor();
  for (const box of await page.$$eval(".answer", (all) => all.map((one) => one.getBoundingClientRect().toJSON() as DOMRect))) {
    assert.ok(box.height >= 120 && box.width >= 280, `${box.width} by ${box.height}`);
    assert.ok(box.bottom <= 740, `ends at ${box.bottom}`);
  }
});

test("a button keeps its colour under a pointer and once it was chosen", async () => {
  const page = await visit({ isMobile: false, hasTouch: false });
  const colours = (): Promise<string[]> =>
    page.$eval('[data-answer="safe"]', (one) => [getComputedStyle(one).backgroundColor, getComputedStyle(one).color]);
  await page.locator(".answer").first().waitFor();
  const before = await colours();
  await page.click('[data-answer="safe"]');
  await sees(page, ".result", /arrived/);
  assert.deepEqual(await colours(), before);
});

test("an answer can be changed while the roll call is open", async () => {
  const page = await visit();
  await page.tap('[data-answer="safe"]');
  await sees(page, ".result", /you are safe.*can change your answer/s);
  await page.tap('[data-answer="need_help"]');
  await sees(page, ".result", /you need help/);
  assert.equal(server.posts().length, 2);
});

test("an answer that did not arrive is never called sent", async () => {
  expectFaults(SERVER_GONE);
  const page = await visit();
  await page.locator(".answer").first().waitFor();
  await server.stop();
  await page.tap('[data-answer="safe"]');
  await sees(page, ".result", /NOT SENT/);
  assert.doesNotMatch(await text(page, "main"), /arrived: you are safe/);
  await server.start();
  await page.tap('[data-answer="safe"]');
  await sees(page, ".result", /arrived: you are safe/);
});

test("a closed roll call takes no answer and says so", async () => {
  server.safe = { ...ROLL, open: false };
  const page = await visit();
  await sees(page, ".result", /roll call is closed/);
  assert.equal(await page.locator(".answer").count(), 0);
});

test("a roll call that closes under the finger says that the answer did not arrive", async () => {
  expectFaults(/409 \(Conflict\)/);
  const page = await visit();
  await page.locator(".answer").first().waitFor();
  server.replies.set("POST /api/v1/safe/tok-123", { status: 409, body: problem(409, "Closed", "", "headcount_closed") });
  await page.tap('[data-answer="safe"]');
  await sees(page, '.result[data-kind="failed"]', /NOT SENT/);
  await sees(page, '.result[data-kind="closed"]', /roll call is closed/);
});

test("an unknown link is told apart from a server that does not answer", async () => {
  expectFaults(/404 \(Not Found\)/);
  server.safe = null;
  const page = await visit();
  await sees(page, ".notice", /This link is not known/);
});

test("an Arabic reader answers from right to left", async () => {
  const page = await visit({ locale: "ar" });
  await sees(page, "h2", "صواريخ: احتموا الآن");
  assert.equal(await page.getAttribute("html", "dir"), "rtl");
  await sees(page, ".answer", "أنا بأمان");
});

test("a headline with a script in it is a text", async () => {
  const evil = "<img src=x onerror=window.hit=1>";
  server.safe = { ...ROLL, texts: { en: { headline: evil, description: evil, instruction: evil } } };
  const page = await visit();
  await sees(page, "h2", evil);
  assert.equal(await page.locator("main img").count(), 0);
});
