// The console in a real browser: what it shows, what it asks before it acts, what it sends.

import assert from "node:assert/strict";
import { test } from "node:test";
import { one, visit } from "../support/console.ts";
import { sees, SERVER_GONE, text } from "../support/browser.ts";
import { counted, picture, waiting, warning } from "../support/samples.ts";
import { problem, TOKEN } from "../support/server.ts";
import { expectFaults, openPage, server } from "../support/stage.ts";

test("the token stays in this tab's session storage and nowhere else", async () => {
  const page = await visit();
  const kept = await page.evaluate(() => ({
    session: Object.values(sessionStorage),
    local: Object.values(localStorage),
    cookies: document.cookie,
    address: location.href,
    field: (document.getElementById("token") as HTMLInputElement).value,
  }));
  assert.deepEqual(kept.session, [TOKEN]);
  assert.deepEqual([kept.local, kept.cookies, kept.field], [[], "", ""]);
  assert.ok(!kept.address.includes(TOKEN));
  await page.click('[data-do="sign-out"]');
  await page.locator("#sign-in").waitFor();
  assert.deepEqual(await page.evaluate(() => Object.values(sessionStorage)), []);
  assert.equal(await page.locator("#picture").isVisible(), false);
});

test("a token that is not known leads back to the sign-in with the server's words", async () => {
  expectFaults(/401 \(Unauthorized\)/);
  const page = await openPage("/console");
  await page.fill("#token", "vig_wrong");
  await page.press("#token", "Enter");
  await sees(page, "#token-trouble", /The token is not known. Ask for a new one./);
  assert.deepEqual(await page.evaluate(() => Object.values(sessionStorage)), []);
});

test("sirens show what is wrong first, and an accepted order is not called heard", async () => {
  const page = await visit();
  const rows = await page.locator("#sirens tbody tr").allInnerTexts();
  const words = rows.map((row) => row.split("\t").slice(0, 2).join(" ").trim());
  assert.deepEqual(words, [
    "siren-04 LINK LOST",
    "siren-05 NEVER SEEN",
    "siren-03 SILENT",
    // It has something to see to.
    "siren-02 accepted",
    "siren-01 heard",
  ]);
  assert.match(rows[0] ?? "", /GIVEN UP \(alert 7\)/);
  assert.match(rows[4] ?? "", /02:14:59/);
  assert.match(await text(page, "#sirens .tally"), /5 sirens: .*1 heard.*1 LINK LOST/);
});

test("screens, headcount, record, feeds and standing orders are there with their numbers", async () => {
  const page = await visit();
  await sees(page, "#screens", /2,000 connected.*1,998/s);
  await sees(page, "#headcounts", /need help\s+✗?\s*1.*missing\s+…?\s*5.*safe\s+✓?\s*40.*expected\s+46/s);
  await sees(page, "#incidents", /No deaths\.\s+spokesperson of the embassy.*reported/s);
  await sees(page, "#incidents", /claimed by nobody\s+as of 02:14:55\s+press office/);
  await sees(page, "#feeds", /ministry\s+FAILING.*connection refused/s);
  await sees(page, "#orders", /rockets-2-of-3 · rockets · EXERCISE.*in force until/s);
  await page.locator("#warnings summary").click();
  await sees(page, "#warnings details", /siren-03\s+\d+\s+SILENT.*microphone heard nothing/s);
});

test("the picture changes as the stream does", async () => {
  const page = await visit();
  await sees(page, "#warnings .banner", /LIVE/);
  server.show(one({ stage: "ended", ended: "all_clear" }));
  await sees(page, "#warnings .banner", /ended by all clear/);
});

for (const [status, image] of [
  ["exercise", /repeating-linear-gradient/],
  ["actual", /^none$/],
] as const) {
  test(`the whole chrome wears the look of ${status}`, async () => {
    const page = await visit(picture({ site: { ...picture().site!, status }, warnings: [warning({ status })] }));
    await sees(page, ".look", status.toUpperCase());
    const look = await page.$eval("#chrome", (chrome) => ({
      image: getComputedStyle(chrome).backgroundImage,
      colour: getComputedStyle(chrome).backgroundColor,
      border: getComputedStyle(document.body).borderInlineStartWidth,
    }));
    assert.match(look.image, image);
    if (status === "actual") assert.equal(look.colour, "rgb(163, 13, 22)");
    assert.equal(look.border, "14px");
  });
}

test("a live actual warning takes the exercise look off the console", async () => {
  const page = await visit(picture({ warnings: [warning(), warning({ id: 4, status: "actual" })] }));
  await sees(page, ".look", "ACTUAL");
  assert.equal(await page.getAttribute("body", "data-look"), "actual");
});

test("approving restates everything, sends the hash that was shown, and cancel sends nothing", async () => {
  const page = await visit(picture({ warnings: [waiting({ status: "actual" })] }));
  await page.click('[data-action="approve"]');
  await sees(page, "#confirm", /ACTUAL.*Release this ACTUAL warning\?.*1,240 people.*compound, north-gate.*12/s);
  await sees(page, "#confirm .hash", "ab".repeat(32));
  await sees(page, "#confirm .texts", /صواريخ: احتموا الآن.*اذهبوا إلى أقرب ملجأ/s);
  await sees(page, "#confirm .texts", /Rockets: take cover now.*Go to the nearest shelter.*Rockets were detected/s);
  assert.equal(await page.evaluate(() => (document.activeElement as HTMLElement).dataset["do"]), "cancel");
  await page.keyboard.press("Enter");
  await page.locator("#confirm").waitFor({ state: "hidden" });
  assert.deepEqual(server.posts(), []);

  await page.click('[data-action="approve"]');
  await page.click("text=Release ACTUAL warning to 1,240 people");
  await page.locator("#confirm").waitFor({ state: "hidden" });
  assert.deepEqual(server.posts(), [
    { method: "POST", path: "/api/v1/warnings/3/approve", body: { sha256: "ab".repeat(32) }, token: TOKEN },
  ]);
});

for (const [name, stage, extra, body] of [
  ["submit", "draft", {}, {}],
  ["confirm", "live", { fired_by: "rockets-2-of-3", drafted_by: null, confirmed: false }, {}],
  ["all-clear", "live", {}, {}],
  ["update", "live", {}, { resound: false }],
  ["reject", "submitted", {}, { reason: "false alarm" }],
  ["retract", "live", {}, { reason: "false alarm" }],
  ["return", "submitted", {}, { reason: "false alarm" }],
] as const) {
  test(`${name} asks once, restates EXERCISE and the people, and calls its own address`, async () => {
    const page = await visit(one({ stage, ...extra }));
    await page.click(`[data-action="${name}"]`);
    await sees(page, "#confirm", /EXERCISE.*EXERCISE warning.*1,240/s);
    if ("reason" in body) {
      await page.click('[data-do="commit"]');
      assert.deepEqual(server.posts(), [], "no reason, no request");
      await page.fill('[name="reason"]', "false alarm");
    }
    await page.click('[data-do="commit"]');
    await page.locator("#confirm").waitFor({ state: "hidden" });
    assert.deepEqual(server.posts().map(({ path, body: sent }) => [path, sent]), [[`/api/v1/exercise/warnings/3/${name}`, body]]);
  });
}

test("before a release it is said who is registered there, who hears nothing, and about how many live there", async () => {
  const page = await visit(picture({ warnings: [counted({ status: "actual" })] }));
  const registered =
    /1,031 people, 987 would be sent something on 1,502 devices; ar 611, en 376; mail 540, sms 962; 29 cannot be reached; .*23 last seen there more than an hour ago; need help: deaf 3, wheelchair 12/s;
  const living = /about 18,400 \(estimate of Census 2025\); about 17,369 not registered; only 97 % of the area/;
  await sees(page, "#warnings", registered);
  await sees(page, "#warnings", living);
  await page.click('[data-action="approve"]');
  await sees(page, "#confirm", registered);
  await sees(page, "#confirm", living);
});

test("where nobody knows how many live in an area, no number is shown", async () => {
  const population = { source: "grid.tif", not_known: "the grid is being read" };
  const { footprint } = counted();
  const page = await visit(picture({ warnings: [counted({ footprint: { ...footprint!, registered: null, population } })] }));
  await sees(page, "#warnings", /Registered\s+being loaded/);
  await sees(page, "#warnings", /not known: the grid is being read/);
});

test("a refusal is shown in the server's words and the question stays open", async () => {
  expectFaults(/409 \(Conflict\)/);
  const page = await visit(picture({ warnings: [waiting()] }));
  server.replies.set("POST /api/v1/exercise/warnings/3/approve", {
    status: 409,
    body: problem(409, "A second officer must approve", "drafted by officer-b", "same_officer"),
  });
  await page.click('[data-action="approve"]');
  await page.click('[data-do="commit"]');
  await sees(page, "#confirm .problem", /drafted by officer-b.*A second officer must approve.*same_officer/s);
  assert.equal(await page.locator('[data-do="commit"]').isEnabled(), true);
});

test("a warning that changes under the question cannot be approved unread", async () => {
  const page = await visit(picture({ warnings: [waiting()] }));
  await page.click('[data-action="approve"]');
  await sees(page, "#confirm .hash", "ab".repeat(32));
  server.show(picture({ warnings: [waiting({ sha256: "cd".repeat(32) })] }));
  await sees(page, "#confirm .notice", /changed while you were reading/);
  assert.equal(await page.locator('[data-do="commit"]').isDisabled(), true);
  assert.match(await text(page, "#confirm .hash"), /abab/);
});

test("what is typed into a question survives a new picture", async () => {
  const page = await visit();
  await page.click('[data-action="retract"]');
  await page.fill('[name="reason"]', "sensor fault");
  server.show({ ...picture(), screens: { connected: 1234, answering: 0, last: null } });
  await sees(page, "#screens", /1,234/);
  assert.equal(await page.inputValue('[name="reason"]'), "sensor fault");
});

test("a new warning has no default for actual or exercise", async () => {
  const page = await visit(picture({ warnings: [] }));
  await page.selectOption('[name="danger"]', "rockets");
  await page.check('[name="zones"][value="compound"]');
  await page.click('#compose [type="submit"]');
  assert.deepEqual(server.posts(), []);
  await page.check('[name="status"][value="actual"]');
  await sees(page, "#compose .banner", "ACTUAL");
  await page.click("text=Make ACTUAL draft");
  await sees(page, "#compose .made", /warning 12/);
  assert.deepEqual(server.posts().map(({ path, body }) => [path, body]), [
    ["/api/v1/warnings", { danger: "rockets", zones: ["compound"], status: "actual", valid_s: 3600 }],
  ]);
});

test("an officer who knows the page submits a warning in six interactions", async () => {
  const page = await visit(picture({ warnings: [] }));
  let interactions = 0;
  const act = async (what: Promise<unknown>): Promise<void> => {
    interactions += 1;
    await what;
  };
  await act(page.check('[name="status"][value="exercise"]'));
  await act(page.selectOption('[name="danger"]', "rockets"));
  await act(page.check('[name="zones"][value="compound"]'));
  await act(page.click('#compose [type="submit"]'));
  await sees(page, "#compose .made", /warning 12/);
  server.show(one({ id: 12, stage: "draft" }));
  await act(page.click('[data-action="submit"]'));
  await act(page.click('[data-do="commit"]'));
  await page.locator("#confirm").waitFor({ state: "hidden" });
  assert.deepEqual(server.posts().map(({ path }) => path), ["/api/v1/exercise/warnings", "/api/v1/exercise/warnings/12/submit"]);
  assert.ok(interactions <= 6, `${interactions} interactions`);
});

test("a note is asked for with its language and a danger for the values that it takes", async () => {
  const page = await visit(picture({ warnings: [], slots: { fire: ["direction"] } }));
  await page.check('[name="status"][value="exercise"]');
  await page.selectOption('[name="danger"]', "rockets");
  assert.equal(await page.locator('[name^="slot_"]').count(), 0);
  await page.selectOption('[name="danger"]', "fire");
  await page.selectOption('[name="slot_direction"]', "north");
  await page.check('[name="zones"][value="compound"]');
  assert.equal(await page.locator('[name="note"]').count(), 0);
  await page.selectOption('[name="note_language"]', "ar");
  assert.equal(await page.getAttribute('[name="note"]', "dir"), "rtl");
  await page.fill('[name="note"]', "الجسر مغلق");
  await page.click('#compose [type="submit"]');
  await sees(page, "#compose .made", /warning 12/);
  const sent = server.posts()[0]?.body;
  const note = { language: "ar", text: "الجسر مغلق" };
  assert.deepEqual(sent, { danger: "fire", zones: ["compound"], status: "exercise", valid_s: 3600, note, slots: { direction: "north" } });
});

test("what an officer added is read again before it is approved", async () => {
  const note = { language: "fr", text: "Le pont est coupé." };
  const page = await visit(one({ stage: "submitted", note, slots: { minutes: 10 } }));
  await page.click('[data-action="approve"]');
  await sees(page, "#confirm .facts", /Note in .*Le pont est coupé/s);
  await sees(page, "#confirm .facts", /Values.*minutes 10/s);
});

test("a server that names no dangers takes one typed", async () => {
  const { dangers: _, ...shown } = picture({ warnings: [] });
  const page = await visit(shown);
  await page.fill('[name="danger"]', "fire");
  await page.check('[name="zones"][value="compound"]');
  await page.check('[name="zones"][value="north-gate"]');
  await page.check('[name="status"][value="exercise"]');
  await page.click('#compose [type="submit"]');
  await sees(page, "#compose .made", /warning 12/);
  assert.deepEqual(server.posts()[0]?.body, { danger: "fire", zones: ["compound", "north-gate"], status: "exercise", valid_s: 3600 });
});

test("an update can sound the sirens again, when the officer says so", async () => {
  const page = await visit();
  await page.click('[data-action="update"]');
  await page.check('[name="resound"]');
  await page.click('[data-do="commit"]');
  await page.locator("#confirm").waitFor({ state: "hidden" });
  assert.deepEqual(server.posts()[0]?.body, { resound: true });
});

test("what the linter says of an update's note is read before the question goes", async () => {
  const page = await visit();
  server.findings = [{ rule: "no-link", says: "has a link" }];
  await page.click('[data-action="update"]');
  await page.selectOption('[name="note_language"]', "fr");
  await page.fill('[name="note"]', "Voir exemple.fr");
  await page.click('[data-do="commit"]');
  await sees(page, '#confirm [data-key="findings"]', /has a link \(no-link\)/);
  assert.equal(await page.locator('#confirm [data-do="commit"]').count(), 0);
  await page.click('#confirm [data-do="cancel"]');
  await page.locator("#confirm").waitFor({ state: "hidden" });
  assert.equal(server.posts().length, 1);
});

test("another authority's warning is shown with its source and without buttons", async () => {
  const page = await visit(one({ origin: { feed: "meteo" }, drafted_by: null, zones: [] }));
  await sees(page, "#warnings .facts", /another authority, by the feed meteo/);
  assert.equal(await page.locator("#warnings button").count(), 0);
});

test("a rejected warning says by whom and why", async () => {
  const page = await visit(one({ stage: "rejected", rejected: { by: "officer-b", reason: "wrong zone" } }));
  await sees(page, "#warnings .facts", /Rejected by\s+officer-b: wrong zone/);
});

test("a server without a site says so", async () => {
  const page = await visit(picture({ site: null, zones: [], warnings: [], sirens: [] }));
  await sees(page, "#chrome", /No site is declared yet/);
  await sees(page, "#compose", /No zone is declared/);
});

test("an unconfirmed warning that fired by itself says so", async () => {
  const page = await visit(one({ fired_by: "rockets-2-of-3", drafted_by: null, confirmed: false }));
  await sees(page, "#warnings .notice", /UNCONFIRMED/);
  await sees(page, "#warnings .facts", /standing order rockets-2-of-3, without a human/);
});

test("when the server dies the console says link lost and keeps the last picture with its time", async () => {
  expectFaults(SERVER_GONE);
  const page = await visit(picture(), { before: (fresh) => fresh.clock.install() });
  await page.locator('body[data-link="alive"]').waitFor();
  await server.stop();
  await page.clock.runFor(24_000);
  await sees(page, "#link", /LINK LOST.*the picture.*Last picture: 02:15:00/s);
  assert.match(await page.title(), /LINK LOST/);
  assert.ok(await page.locator("#picture").isVisible());
});

test("script-injection polyglots in the picture render as text", async () => {
  const evil = `"'><img src=x onerror=window.hit=1><script>window.hit=1</script>`;
  const base = picture();
  const page = await visit({
    ...base,
    site: { ...base.site!, name: evil },
    warnings: [
      warning({
        danger: evil,
        zones: [evil],
        drafted_by: evil,
        alerts: [{ ...warning().alerts[0]!, headline: { en: evil, [evil]: evil } }],
        deliveries: [{ target: evil, life: evil, at: null, attempts: 1, why: evil }],
      }),
    ],
    feeds: [{ ...base.feeds[0]!, id: evil, last_error: evil }],
    incidents: [
      {
        ...base.incidents[0]!,
        assertions: [{ ...base.incidents[0]!.assertions[0]!, kind: evil, statement: evil, as_reported_by: evil, status: evil }],
      },
    ],
  });
  await sees(page, "#warnings h3", evil);
  await page.click('[data-action="all-clear"]');
  await sees(page, "#confirm", evil);
  assert.equal(await page.evaluate(() => (window as unknown as { hit?: number }).hit), undefined);
  assert.equal(await page.locator("body img, body script").count(), 0);
});

test("the console works on a phone without scrolling sideways", async () => {
  const page = await visit(picture(), { viewport: { width: 360, height: 740 } });
  const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  assert.ok(over <= 0, `${over} px too wide`);
});
