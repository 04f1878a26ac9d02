// Takes a picture of every page in its main states into the folder named on the command line.

import { mkdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { Browser, Page } from "playwright-core";
import type { Picture } from "../src/console/picture.ts";
import { launch, open, sees } from "./support/browser.ts";
import { asked, bulletin as sample, counted, order, picture, waiting as waitingOne, warning } from "./support/samples.ts";
import { MockServer, TOKEN } from "./support/server.ts";

/** The sample as if it were of this minute. */
const NOW = Date.now();
const bulletin = (changes: Parameters<typeof sample>[0] = {}): ReturnType<typeof sample> =>
  sample({ sent: NOW - 120_000, expires: NOW + 3_480_000, ...changes });

const WIDE = { width: 1280, height: 900 };
const PHONE = { width: 390, height: 844 };

const folder = process.argv[2];
if (folder === undefined) {
  console.error("failed to take pictures: name a folder, as in: npm run shots -- ../docs/shots");
  process.exit(2);
}
const into = resolve(process.env["INIT_CWD"] ?? ".", folder);
await mkdir(into, { recursive: true });
const browser = await launch();
try {
  const url = process.env["VIGIE_URL"];
  if (url === undefined) await ofTestServer();
  else await ofRealServer(url, process.env["VIGIE_TOKEN_A"]);
} finally {
  await browser.close();
}

async function ofTestServer(): Promise<void> {
  await publicPage("public-quiet", () => {}, WIDE, "en-GB", /No known warning/);
  await publicPage("public-actual", (server) => server.publish(bulletin()), WIDE, "en-GB", /take cover/);
  await publicPage("public-actual-phone", (server) => server.publish(bulletin()), PHONE, "fr-FR", /abri/);
  const exercise = bulletin({ status: "exercise" });
  await publicPage("public-exercise", (server) => server.publish(exercise), WIDE, "en-GB", /take cover/);
  await publicPage("public-exercise-arabic-phone", (server) => server.publish(exercise), PHONE, "ar-IQ", /احتموا/);
  const end = bulletin({
    n: 9,
    act: "all_clear",
    status: "exercise",
    sent: NOW,
    texts: {
      en: { headline: "All clear: the danger is over", description: "", instruction: "You may leave the shelter." },
      ar: { headline: "زال الخطر", description: "", instruction: "يمكنكم مغادرة الملجأ." },
    },
  });
  await publicPage(
    "public-all-clear",
    (server) => {
      server.publish(exercise);
      server.publish(end);
    },
    WIDE,
    "en-GB",
    /ALL CLEAR/,
  );
  await publicPage("public-many-phone", (server) => {
    for (let i = 0; i < 20; i++) server.publish(bulletin({ n: 10 + i, warning: 10 + i }));
  }, PHONE, "en-GB", /Further warnings/);
  await publicPage("public-forced-colors", (server) => server.publish(exercise), WIDE, "en-GB", /take cover/, "light", { forcedColors: "active" });
  await publicPage("public-large-text-phone", (server) => server.publish(bulletin()), PHONE, "ar-IQ", /احتموا/, "light", {}, (page) =>
    page.evaluate(() => void (document.documentElement.style.fontSize = "200%")),
  );
  await publicPage("public-print", (server) => server.publish(bulletin()), { width: 794, height: 1122 }, "en-GB", /take cover/, "light", {}, (page) =>
    page.emulateMedia({ media: "print" }),
  );
  await publicPage("public-near-history", (server) => {
    server.greetsWithLiveOnly = true;
    server.publish(bulletin({ n: 1, warning: 1 }));
    server.publish(bulletin({ n: 2, warning: 1, act: "retraction" }));
    server.publish(bulletin());
  }, WIDE, "en-GB", /take cover/, "light", { geolocation: { latitude: 33.3025, longitude: 44.395 }, permissions: ["geolocation"] }, async (page) => {
    await page.click("[data-do=place-here]");
    await page.locator(".map-place").waitFor();
    await page.click("[data-do=history]");
    await sees(page, "#history .line", /RETRACTED/);
    await page.click(".check summary");
  });
  await lost("public-link-lost", WIDE);
  await lost("public-link-lost-phone", PHONE);

  await publicPage("public-exercise-dark", (server) => server.publish(exercise), WIDE, "en-GB", /take cover/, "dark");

  await consolePage("console-exercise", picture());
  await consolePage("console-exercise-dark", picture(), WIDE, async () => {}, "dark");
  const site = { ...picture().site!, status: "actual" as const };
  await consolePage("console-actual", picture({ site, warnings: [warning({ status: "actual" })] }));
  const toApprove = waitingOne({ status: "actual" });
  await consolePage("console-approve-actual", picture({ site, warnings: [toApprove] }), WIDE, async (page) => {
    await page.click('[data-action="approve"]');
    await sees(page, "#confirm", /Release this ACTUAL/);
  });
  await consolePage("console-audience", picture({ site, warnings: [counted({ status: "actual" })] }), WIDE, async (page) => {
    await page.click('[data-action="approve"]');
    await sees(page, "#confirm", /Census 2025/);
  });
  await consolePage(
    "console-approve-exercise",
    picture({ warnings: [waitingOne()] }),
    WIDE,
    async (page) => {
      await page.click('[data-action="approve"]');
      await sees(page, "#confirm", /Release this EXERCISE/);
    },
  );
  await consolePage("console-phone", picture(), PHONE);
  await consolePage("console-arabic", picture(), WIDE, async () => {}, "light", "ar-IQ");
  await consolePage("console-french-phone", picture(), PHONE, async () => {}, "light", "fr-FR");
  await consolePage("console-approve-arabic", picture({ site, warnings: [toApprove] }), WIDE, async (page) => {
    await page.click('[data-action="approve"]');
  }, "light", "ar-IQ");
  await consolePage("console-compose", picture({ warnings: [] }), WIDE, async (page) => {
    await page.check('[name="status"][value="actual"]');
    await page.selectOption('[name="danger"]', "rockets");
    await page.check('[name="zones"][value="compound"]');
  });
  const waits = { in_force: false, approved_by: null };
  const made = { id: 9, says: ["officer carla is added"], at: picture().at, reason: "Basil is lost.", confirmed: [] };
  const toAgree = picture({
    changes: [asked()],
    by_key: [made],
    can_agree: false,
    standing_orders: [order({ id: "night", ...waits }), order()],
  });
  await consolePage("console-changes", toAgree);
  await consolePage("console-changes-phone", toAgree, PHONE);
  await consolePage("console-agree", toAgree, WIDE, async (page) => {
    await page.click('[data-action="agree"]');
    await sees(page, "#confirm", /Agree to change 12/);
  });
  await consolePage("console-order", toAgree, WIDE, async (page) => {
    await page.click('[data-action="approve-order"]');
    await sees(page, "#confirm", /standing order in force/);
  });
  await safePage("safe-phone", "en-GB");
  await safePage("safe-arabic-phone", "ar-IQ");
}

async function ofRealServer(url: string, token: string | undefined): Promise<void> {
  const { page } = await open(browser, `${url}/`, { viewport: WIDE });
  await page.locator('body[data-link="alive"]').waitFor();
  await take(page, "public");
  if (token === undefined) return;
  const { page: console_ } = await open(browser, `${url}/console`, { viewport: WIDE });
  await signIn(console_, token);
  await take(console_, "console");
}

async function publicPage(
  name: string,
  prepare: (server: MockServer) => void,
  viewport: typeof WIDE,
  locale: string,
  wanted: RegExp,
  colorScheme: "light" | "dark" = "light",
  options: Parameters<typeof open>[2] = {},
  then: (page: Page) => Promise<void> = async () => {},
): Promise<void> {
  await withServer(async (server, on) => {
    prepare(server);
    const { page } = await open(on, `${server.url}/`, { viewport, locale, colorScheme, ...options });
    await sees(page, "main", wanted);
    await page.locator('body[data-link="alive"]').waitFor();
    if ((await page.locator(".map-area").count()) > 0) await page.locator(".map-world").first().waitFor({ state: "attached" });
    await then(page);
    await take(page, name);
  });
}

async function lost(name: string, viewport: typeof WIDE): Promise<void> {
  await withServer(async (server, on) => {
    server.publish(bulletin());
    const { page } = await open(on, `${server.url}/`, { viewport, before: (fresh) => fresh.clock.install() });
    await sees(page, "main", /take cover/);
    server.greets = false;
    await page.clock.fastForward(22_000);
    await sees(page, "#link", /LINK LOST/);
    await take(page, name);
  });
}

async function consolePage(
  name: string,
  shown: Picture,
  viewport = WIDE,
  then: (page: Page) => Promise<void> = async () => {},
  colorScheme: "light" | "dark" = "light",
  locale = "en-GB",
): Promise<void> {
  await withServer(async (server, on) => {
    server.picture = shown;
    const { page } = await open(on, `${server.url}/console`, { viewport, colorScheme, locale });
    await signIn(page, TOKEN);
    await then(page);
    await take(page, name, (await page.locator("dialog[open]").count()) === 0);
  });
}

async function signIn(page: Page, token: string): Promise<void> {
  await page.fill("#token", token);
  await page.press("#token", "Enter");
  await page.locator("#picture").waitFor();
  await page.locator('body[data-link="alive"]').waitFor();
}

async function safePage(name: string, locale: string): Promise<void> {
  await withServer(async (server, on) => {
    server.safe = {
      texts: bulletin().texts,
      answered: null,
      open: true,
      status: "exercise",
    };
    const { page } = await open(on, `${server.url}/safe/tok`, { viewport: PHONE, locale });
    await page.locator(".answer").first().click();
    await page.locator(".result").waitFor();
    await take(page, name);
  });
}

async function withServer(run: (server: MockServer, on: Browser) => Promise<void>): Promise<void> {
  const server = new MockServer();
  await server.start();
  try {
    await run(server, browser);
  } finally {
    for (const context of browser.contexts()) await context.close();
    await server.stop();
  }
}

async function take(page: Page, name: string, fullPage = true): Promise<void> {
  const path = join(into, `${name}.png`);
  await page.screenshot({ path, fullPage });
  console.log(path);
}
