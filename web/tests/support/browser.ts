// One Chromium for a test file, and pages that remember every fault they reported.

import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { chromium, type Browser, type BrowserContextOptions, type Page } from "playwright-core";

const CHROMIUM = process.env["VIGIE_CHROMIUM"] ?? "/usr/bin/chromium";
/** How long a condition may take to come true in the browser, in milliseconds. */
export const PATIENCE_MS = 15_000;

export interface Opened {
  readonly page: Page;
  /** Console errors, uncaught errors and reports of the content policy. */
  readonly faults: string[];
  /** Addresses that were asked for outside the page's own server. */
  readonly outside: string[];
}

export async function launch(): Promise<Browser> {
  if (!existsSync(CHROMIUM)) {
    throw new Error(`failed to find a browser at ${CHROMIUM}: apt-get install chromium, or set VIGIE_CHROMIUM`);
  }
  return chromium.launch({
    executablePath: CHROMIUM,
    args: [
      "--headless",
      "--no-sandbox",
      "--disable-gpu",
      "--disable-dev-shm-usage",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-default-apps",
      "--disable-sync",
      "--no-first-run",
      "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    ],
  });
}

export async function open(
  browser: Browser,
  address: string,
  options: BrowserContextOptions & { readonly before?: (page: Page) => Promise<unknown> } = {},
): Promise<Opened> {
  const { before, ...context } = options;
  const page = await (await browser.newContext({ locale: "en-GB", timezoneId: "UTC", ...context })).newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  const opened: Opened = { page, faults: [], outside: [] };
  const origin = new URL(address).origin;
  page.on("console", (line) => {
    if (line.type() === "error") opened.faults.push(`${line.text()} (${line.location().url})`);
  });
  page.on("pageerror", (error) => opened.faults.push(`uncaught: ${error.message}`));
  page.on("dialog", (dialog) => {
    opened.faults.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on("request", (request) => {
    const { protocol, origin: asked } = new URL(request.url());
    if (protocol !== "data:" && asked !== origin) opened.outside.push(request.url());
  });
  await page.addInitScript(() => {
    addEventListener("securitypolicyviolation", (report) => {
      console.error(`content policy: ${report.violatedDirective} ${report.blockedURI} ${report.sourceFile}`);
    });
  });
  await before?.(page);
  await page.goto(address);
  return opened;
}

/** No fault but those that a stopped or refusing server makes the browser report. */
export function assertClean({ faults, outside }: Opened, expected: RegExp | null = null): void {
  assert.deepEqual(
    faults.filter((fault) => expected === null || !expected.test(fault)),
    [],
    "faults reported by the page",
  );
  assert.deepEqual(outside, [], "requests to other servers");
}

/** What the browser reports of a server that is gone. */
export const SERVER_GONE = /ERR_CONNECTION_REFUSED|ERR_CONNECTION_RESET|ERR_EMPTY_RESPONSE|ERR_INCOMPLETE_CHUNKED_ENCODING|WebSocket connection to/;

/** Waits until the text of `selector` matches; fails with what it was. */
export async function sees(page: Page, selector: string, wanted: RegExp | string): Promise<void> {
  const pattern = typeof wanted === "string" ? new RegExp(wanted.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")) : wanted;
  const deadline = Date.now() + PATIENCE_MS;
  let last = "";
  while (Date.now() < deadline) {
    const texts = await page.locator(selector).allInnerTexts();
    if (texts.some((text) => pattern.test(text))) return;
    last = texts.join(" | ");
    await page.waitForFunction(
      ([sel, before]) =>
        [...document.querySelectorAll<HTMLElement>(sel as string)].map((one) => one.innerText).join(" | ") !== before,
      [selector, last],
      { timeout: Math.max(1, deadline - Date.now()), polling: 50 },
    ).catch(() => {});
  }
  assert.fail(`never saw ${pattern} in ${selector}; it says: ${last === "" ? "nothing" : last}`);
}

export async function text(page: Page, selector: string): Promise<string> {
  return (await page.locator(selector).allInnerTexts()).join(" | ");
}
