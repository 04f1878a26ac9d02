// One browser for a file of tests; for each test a server of its own, and a page that must not complain.

import { after, afterEach, before, beforeEach } from "node:test";
import type { Browser, Page } from "playwright-core";
import { assertClean, launch, open, type Opened } from "./browser.ts";
import { MockServer } from "./server.ts";

let browser: Browser;
/** The server of this test. */
export let server: MockServer;
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

/** Opens a page of the server. */
export async function openPage(path: string, options: Parameters<typeof open>[2] = {}): Promise<Page> {
  opened = await open(browser, `${server.url}${path}`, options);
  return opened.page;
}

/** What the browser may complain of in this test: everything else fails it. */
export function expectFaults(faults: RegExp): void {
  expectedFaults = faults;
}
