// The sign-up in a real browser, against a server of its own: `npm run test:real`. It needs
//   VIGIE_PROGRAM  the program `vigie`
// A browser asks the push service of its maker, which a test has not: subscribing is answered by the test, and what
// the server pushes is opened by the test and handed to the worker as Chromium does it. Everything between is real.

import assert from "node:assert/strict";
import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { createDecipheriv, createECDH, hkdfSync, randomBytes } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import type { Browser, CDPSession } from "playwright-core";
import { launch, open, PATIENCE_MS, sees } from "../support/browser.ts";

const PROGRAM = process.env["VIGIE_PROGRAM"];
if (PROGRAM === undefined) throw new Error("failed to test the sign-up: VIGIE_PROGRAM is not set");

const folder = mkdtempSync(join(tmpdir(), "vigie-signup-"));
const keys = createECDH("prime256v1");
const auth = randomBytes(16);
const pushed: string[] = [];
let service: Server;
let server: ChildProcess;
let browser: Browser;
let base = "";

before(async () => {
  service = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => {
      pushed.push(opened(Buffer.concat(parts)));
      response.writeHead(201).end();
    });
  });
  await new Promise<void>((resolve) => service.listen(0, "127.0.0.1", resolve));
  keys.generateKeys();
  serve(PROGRAM);
  base = await until("the server says where it listens", () => {
    try {
      return readFileSync(join(folder, "state/address"), "utf8").trim();
    } catch {
      return undefined;
    }
  });
  browser = await launch();
});

after(async () => {
  await browser?.close();
  server?.kill();
  service?.close();
  rmSync(folder, { recursive: true, force: true });
});

test("a browser is live when its worker has shown the test message, and the worker shows what follows", async () => {
  const { page, faults } = await open(browser, `${base}/signup?lang=en`, {
    permissions: ["notifications"],
    before: (page) => page.addInitScript(subscribed, { endpoint: `${at(service)}/up/browser`, ...receiver() }),
  });
  const session = await page.context().newCDPSession(page);
  const registrations = watch(session);
  await session.send("ServiceWorker.enable");
  await page.check('input[name="way"][value="push"]');
  await page.check('input[name="zone"] >> nth=0');
  // A form that is sent faster than a person reads it is refused.
  await page.waitForTimeout(2_100);
  await page.click("form#signup button:not([type])");
  await sees(page, "#status", /test message is on its way/);
  const test = await until("the test message is pushed", () => pushed[0]);
  assert.equal((JSON.parse(test) as { kind: string }).kind, "test");
  const registrationId = await until("the worker is registered", () => registrations.at(-1));
  await session.send("ServiceWorker.deliverPushMessage", { origin: base, registrationId, data: test });
  await sees(page, "#status", /Warnings come|Confirmed/);
  assert.deepEqual(await shown(), ["Test: nothing has happened"]);

  const alert = { v: 1, kind: "actual", title: "Rockets", body: "Lie down.", lang: "en", warning: 3, sounds: true, url: `${base}/` };
  const newer = { ...alert, title: "All clear", sounds: false };
  for (const data of [alert, newer].map((said) => JSON.stringify(said))) {
    await session.send("ServiceWorker.deliverPushMessage", { origin: base, registrationId, data });
  }
  await until("what is newer takes its place", async () => {
    const titles = await shown();
    return titles.includes("All clear") && !titles.includes("Rockets") ? true : undefined;
  });
  assert.deepEqual(faults, []);

  async function shown(): Promise<string[]> {
    return page.evaluate(async () => {
      const registration = await navigator.serviceWorker.getRegistration("/signup/");
      const entries = (await registration?.getNotifications()) ?? [];
      return entries.map((entry) => entry.title);
    });
  }
});

test("whoever refuses to be woken is told so, and nothing is sent", async () => {
  const before = pushed.length;
  const { page } = await open(browser, `${base}/signup?lang=en`, {
    before: (page) =>
      page.addInitScript(() => {
        Notification.requestPermission = () => Promise.resolve("denied");
      }),
  });
  await page.check('input[name="way"][value="push"]');
  await page.check('input[name="zone"] >> nth=0');
  await page.click("form#signup button:not([type])");
  await sees(page, "#status", /Notification\.permission/);
  assert.equal(pushed.length, before);
});

/** Runs in the page: what a push service of its maker would answer. */
function subscribed({ endpoint, p256dh, auth }: { endpoint: string; p256dh: string; auth: string }): void {
  const subscription = { toJSON: () => ({ endpoint, keys: { p256dh, auth } }) };
  PushManager.prototype.subscribe = () => Promise.resolve(subscription as unknown as PushSubscription);
}

function watch(session: CDPSession): string[] {
  const ids: string[] = [];
  session.on("ServiceWorker.workerRegistrationUpdated", ({ registrations }) => {
    ids.push(...registrations.filter((one) => !one.isDeleted).map((one) => one.registrationId));
  });
  return ids;
}

function serve(program: string): void {
  const made = spawnSync(program, ["init", folder], { encoding: "utf8" });
  assert.equal(made.status, 0, made.stderr);
  const config = join(folder, "vigie.toml");
  const text = readFileSync(config, "utf8")
    .replace('# listen = "127.0.0.1:8470"', 'listen = "127.0.0.1:0"')
    .replace("# open = false", "open = true")
    .replace("# inside = []  ", `inside = ["${at(service)}"]  `);
  assert.match(text, /inside = \["http:/);
  writeFileSync(config, text);
  server = spawn(program, ["serve", "--config", config, "--end-with-input"], { stdio: ["pipe", "ignore", "inherit"] });
}

function at(service: Server): string {
  return `http://127.0.0.1:${(service.address() as AddressInfo).port}`;
}

function receiver(): { p256dh: string; auth: string } {
  return { p256dh: keys.getPublicKey("base64url"), auth: auth.toString("base64url") };
}

/** Opens what was sealed for the browser (RFC 8291 over RFC 8188). */
function opened(body: Buffer): string {
  const [salt, theirs] = [body.subarray(0, 16), body.subarray(21, 86)];
  const about = Buffer.concat([Buffer.from("WebPush: info\0"), keys.getPublicKey(), theirs]);
  const ikm = Buffer.from(hkdfSync("sha256", keys.computeSecret(theirs), auth, about, 32));
  const key = Buffer.from(hkdfSync("sha256", ikm, salt, "Content-Encoding: aes128gcm\0", 16));
  const nonce = Buffer.from(hkdfSync("sha256", ikm, salt, "Content-Encoding: nonce\0", 12));
  const opens = createDecipheriv("aes-128-gcm", key, nonce);
  opens.setAuthTag(body.subarray(-16));
  const text = Buffer.concat([opens.update(body.subarray(86, -16)), opens.final()]);
  return text.subarray(0, text.lastIndexOf(2)).toString("utf8");
}

async function until<T>(what: string, is: () => T | undefined | Promise<T | undefined>): Promise<T> {
  const deadline = Date.now() + PATIENCE_MS;
  while (Date.now() < deadline) {
    const found = await is();
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  assert.fail(`waited in vain until ${what}`);
}
