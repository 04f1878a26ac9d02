// The console in a real browser, before a server that keeps what it was sent: one of each for a test.

import { after, afterEach, before, beforeEach } from "node:test";
import type { Browser, Page } from "playwright-core";
import type { Picture, Warning } from "../../src/console/picture.ts";
import { assertClean, launch, open, type Opened } from "./browser.ts";
import { picture, warning } from "./samples.ts";
import { MockServer, TOKEN } from "./server.ts";

let browser: Browser;
/** The server of this test. */
export let server: MockServer;
/** The page of this test, once it is open. */
let opened: Opened | null = null;
let expectedFaults: RegExp | null = null;

before(async () => {
  browser = await launch();
});
after(() => browser.close());
beforeEach(async () => {
  server = new MockServer();
  expectedFaults = null;
  await server.start();
});
afterEach(async () => {
  if (opened !== null) {
    await opened.page.context().close();
    assertClean(opened, expectedFaults);
  }
  opened = null;
  await server.stop();
});

/** Signs in and waits for the picture. */
export async function visit(shown: Picture = picture(), options: Parameters<typeof open>[2] = {}): Promise<Page> {
  server.picture = shown;
  opened = await open(browser, `${server.url}/console`, options);
  const { page } = opened;
  await page.fill("#token", TOKEN);
  await page.press("#token", "Enter");
  await page.locator("#picture").waitFor();
  return page;
}

/** A picture with one warning. */
export function one(changes: Partial<Warning>): Picture {
  return picture({ warnings: [warning(changes)] });
}

/** What the browser may complain of in this test: everything else fails it. */
export function expectFaults(faults: RegExp): void {
  expectedFaults = faults;
}

/** The page before anybody has signed in. */
export async function openConsole(): Promise<Page> {
  opened = await open(browser, `${server.url}/console`);
  return opened.page;
}
