// axe finds nothing serious on any page, in any state, light or dark.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, afterEach, before, beforeEach, test } from "node:test";
import type { AxeResults } from "axe-core";
import type { Browser, Page } from "playwright-core";
import { launch, open, sees } from "../support/browser.ts";
import { bulletin, picture, waiting, warning } from "../support/samples.ts";
import { MockServer, TOKEN } from "../support/server.ts";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

let browser: Browser;
let server: MockServer;

before(async () => {
  browser = await launch();
});
after(() => browser.close());
beforeEach(async () => {
  server = new MockServer();
  await server.start();
});
afterEach(async () => {
  for (const context of browser.contexts()) await context.close();
  await server.stop();
});

for (const colorScheme of ["light", "dark"] as const) {
  for (const [name, status, act] of [
    ["an actual alert", "actual", "alert"],
    ["an exercise", "exercise", "alert"],
    ["an update", "actual", "update"],
    ["an all clear", "actual", "all_clear"],
    ["a retraction", "actual", "retraction"],
    ["an expiry", "actual", "expiry"],
  ] as const) {
    for (const locale of ["en-GB", "fr-FR", "ar-IQ"]) {
      test(`the public page with ${name}, everything open, ${locale}, ${colorScheme}`, async () => {
        server.greetsWithLiveOnly = true;
        const was = { n: 1, alert: 1, warning: 1 };
        server.publish(bulletin(was));
        server.publish(bulletin({ ...was, n: 2, act: "retraction" }));
        const { page } = await open(browser, `${server.url}/`, { locale, colorScheme });
        await page.locator('body[data-link="alive"]').waitFor();
        server.publish(bulletin({ status, act }));
        server.beat();
        await page.locator(".map-world").waitFor();
        await page.click("[data-do=history]");
        await page.click("#history .line summary");
        await page.$$eval(".check, .others details", (all) => all.forEach((one) => one.setAttribute("open", "")));
        await assertSound(page);
      });
    }
  }

  test(`the public page of many warnings, ${colorScheme}`, async () => {
    for (let i = 0; i < 20; i++) server.publish(bulletin({ n: 10 + i, warning: 10 + i, status: i % 2 === 0 ? "actual" : "exercise" }));
    const { page } = await open(browser, `${server.url}/`, { colorScheme });
    await page.locator("#live .line").last().waitFor();
    await assertSound(page);
  });

  test(`the public page that knows nothing yet, and that of a quiet day, ${colorScheme}`, async () => {
    server.greets = false;
    const { page } = await open(browser, `${server.url}/`, { colorScheme });
    await sees(page, "#link", /Connecting/);
    await assertSound(page);
    server.beat();
    await sees(page, "#link", /No known warning/);
    await assertSound(page);
  });

  test(`the public page that lost its link, ${colorScheme}`, async () => {
    server.publish(bulletin());
    const { page } = await open(browser, `${server.url}/`, { colorScheme, before: (fresh) => fresh.clock.install() });
    await page.locator(".warning").waitFor();
    server.greets = false;
    await page.clock.fastForward(22_000);
    await sees(page, "#link", /LINK LOST/);
    await assertSound(page);
  });

  for (const locale of ["en-GB", "fr-FR", "ar-IQ"])
    test(`the console and its question, ${locale}, ${colorScheme}`, async () => {
    server.picture = picture({ warnings: [warning(), warning({ id: 4, status: "actual", stage: "ended", ended: "expired" }), waiting({ id: 5, status: "actual" })] });
    const { page } = await open(browser, `${server.url}/console`, { colorScheme, locale });
    await page.locator("#sign-in").waitFor();
    await assertSound(page);
    await page.fill("#token", TOKEN);
    await page.press("#token", "Enter");
    await page.locator("#picture").waitFor();
    await page.locator("#map .map-world").waitFor();
    await page.$$eval("details", (all) => all.forEach((one) => one.setAttribute("open", "")));
    await assertSound(page);
    await page.click('[data-action="approve"]');
    await page.locator("#confirm .restated").waitFor();
    await assertSound(page);
  });

  test(`the safe page before and after an answer, ${colorScheme}`, async () => {
    server.safe = { texts: bulletin().texts, answered: null, open: true, status: "exercise" };
    const { page } = await open(browser, `${server.url}/safe/tok`, { colorScheme });
    await page.locator(".answer").first().waitFor();
    await assertSound(page);
    await page.locator(".answer").first().click();
    await sees(page, ".result", /arrived/);
    await assertSound(page);
  });
}

async function assertSound(page: Page): Promise<void> {
  await page.evaluate(AXE);
  const results = await page.evaluate(() =>
    (window as unknown as { axe: { run(options: unknown): Promise<AxeResults> } }).axe.run({
      runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    }),
  );
  const found = results.violations.map(
    ({ id, impact, nodes }) => `${impact}: ${id}: ${nodes.map(({ target, failureSummary }) => `${target.join(" ")} (${failureSummary})`).join("; ")}`,
  );
  assert.deepEqual(found, []);
}
