// Changes and standing orders in the console: each is read whole and agreed to by its hash.

import assert from "node:assert/strict";
import { test } from "node:test";
import { asked, order, picture } from "../support/samples.ts";
import { visit } from "../support/console.ts";
import { expectFaults, server } from "../support/stage.ts";
import { sees } from "../support/browser.ts";
import { problem } from "../support/server.ts";

const bodies = (): unknown[] => server.posts().map(({ path, body }) => [path, body]);

test("a change is read line by line and agreed to by its hash", async () => {
  const page = await visit(picture({ changes: [asked()] }));
  await sees(page, "#changes", /as it is configured · change 12.*officer dalia is added.*siren mast-1 is taken out.*nobody yet/s);
  assert.match(await page.title(), /1 to agree to/);
  await page.click('[data-action="agree"]');
  await sees(page, "#confirm", /CHANGE.*Agree to change 12\?.*One more person must agree.*siren mast-1 is taken out/s);
  await sees(page, "#confirm .hash", "c4".repeat(32));
  await page.keyboard.press("Enter");
  await page.locator("#confirm").waitFor({ state: "hidden" });
  assert.deepEqual(server.posts(), [], "an Enter from habit agrees to nothing");
  await page.click('[data-action="agree"]');
  await page.click('[data-do="commit"]');
  await page.locator("#confirm").waitFor({ state: "hidden" });
  assert.deepEqual(bodies(), [["/api/v1/changes/12/approve", { sha256: "c4".repeat(32) }]]);
});

test("the second person is told that it holds at once, and a refusal is shown", async () => {
  expectFaults(/403 \(Forbidden\)/);
  server.replies.set("POST /api/v1/changes/12/approve", {
    status: 403,
    body: problem(403, "Forbidden", "officer-a agreed before; another person must", "same_person_again"),
  });
  const page = await visit(picture({ changes: [asked({ agreed: [{ by: "officer-a", at: picture().at }] })] }));
  await sees(page, "#changes .facts", /Agreed\s+officer-a/);
  await page.click('[data-action="agree"]');
  await sees(page, "#confirm", /You are the second person: it holds at once/);
  await page.click("text=Put change 12 in force");
  await sees(page, "#confirm .problem", /another person must.*same_person_again/s);
});

test("a change that is edited under the question cannot be agreed to unread", async () => {
  const page = await visit(picture({ changes: [asked()] }));
  await page.click('[data-action="agree"]');
  server.show(picture({ changes: [asked({ sha256: "d5".repeat(32) })] }));
  await sees(page, "#confirm .notice", /changed while you were reading/);
  assert.equal(await page.locator('[data-do="commit"]').isDisabled(), true);
});

test("a change is refused with a reason", async () => {
  const page = await visit(picture({ changes: [asked({ of: "token" })] }));
  await page.click('[data-action="refuse"]');
  await page.click('[data-do="commit"]');
  assert.deepEqual(server.posts(), [], "no reason, no request");
  await page.fill('[name="reason"]', "Who is that?");
  await page.click('[data-do="commit"]');
  await page.locator("#confirm").waitFor({ state: "hidden" });
  assert.deepEqual(bodies(), [["/api/v1/changes/12/refuse", { reason: "Who is that?" }]]);
});

test("what the key of the site did stands over everything until two people stand by it", async () => {
  const made = { id: 12, says: ["officer dalia is added"], at: picture().at, reason: "Basil is lost.", confirmed: [] };
  const page = await visit(picture({ by_key: [made], can_agree: false }));
  await sees(page, "#loud", /THE SITE’S KEY put change 12 in force without two people.*officer dalia.*Basil is lost.*Nobody has looked/s);
  await sees(page, "#loud", /NOBODY CAN AGREE/);
  await page.click('[data-action="confirm-key"]');
  await sees(page, "#confirm", /Stand by change 12\?/);
  await page.click('[data-do="commit"]');
  await page.locator("#confirm").waitFor({ state: "hidden" });
  assert.deepEqual(bodies(), [["/api/v1/changes/12/confirm", {}]]);
  server.show(picture({ by_key: [{ ...made, confirmed: [{ by: "officer-a", at: picture().at }] }] }));
  await sees(page, "#loud", /officer-a stands by it; one more person must/);
  server.show(picture());
  await page.locator("#loud").waitFor({ state: "hidden" });
});

test("a standing order is read whole and put in force by its hash", async () => {
  const page = await visit(picture({ standing_orders: [order({ in_force: false, approved_by: null, status: "actual", left_out: { fr: "not_vetted" } })] }));
  await sees(page, "#orders", /rockets-2-of-3 · rockets · ACTUAL.*waits for a second officer.*officer-a/s);
  await page.click('[data-action="approve-order"]');
  await sees(page, "#confirm", /ACTUAL.*warns for real, without asking.*Put this ACTUAL standing order in force\?.*1,500 people/s);
  await sees(page, "#confirm .facts", /2 of north, east, south report it within 5 s.*silent for 60 s.*4 an hour.*00:00 to 06:30, Asia\/Baghdad.*officer-c.*fr \(not vetted\)/s);
  await sees(page, "#confirm .hash", "0d".repeat(32));
  await page.click('[data-do="commit"]');
  await page.locator("#confirm").waitFor({ state: "hidden" });
  assert.deepEqual(bodies(), [["/api/v1/standing-orders/rockets-2-of-3/approve", { sha256: "0d".repeat(32) }]]);
});

test("a standing order that is replaced under the question cannot be put in force unread", async () => {
  const waits = { in_force: false, approved_by: null };
  const page = await visit(picture({ standing_orders: [order(waits)] }));
  await page.click('[data-action="approve-order"]');
  server.show(picture({ standing_orders: [order({ ...waits, sha256: "1e".repeat(32) })] }));
  await sees(page, "#confirm .notice", /changed while you were reading/);
});

test("one officer ends a standing order, and an ended one has no buttons", async () => {
  const page = await visit();
  await sees(page, "#orders", /in force until/);
  await page.click('[data-action="end-order"]');
  await sees(page, "#confirm", /End this EXERCISE standing order\?.*One officer is enough/s);
  await page.click('[data-do="commit"]');
  await page.locator("#confirm").waitFor({ state: "hidden" });
  assert.deepEqual(bodies(), [["/api/v1/standing-orders/rockets-2-of-3/revoke", {}]]);
  server.show(picture({ standing_orders: [order({ in_force: false, revoked_by: "officer-a" })] }));
  await sees(page, "#orders", /ended by officer-a/);
  assert.equal(await page.locator("#orders button").count(), 0);
});

test("every trigger of a standing order is said in words", async () => {
  const page = await visit(
    picture({
      standing_orders: [
        order({ id: "by-button", sensors: null, button: { officers: ["officer-a", "guard"] } }),
        order({ id: "by-feed", sensors: null, cap: { feed: "meteo", sender: "x@meteo.example", severity_from: "Severe", urgency_from: "Immediate" } }),
        order({ id: "by-zone", sensors: null, sensors_in: "north-gate", hours: null }),
      ],
    }),
  );
  for (const [id, words] of [
    ["by-button", /one of these presses its button: officer-a, guard/],
    ["by-feed", /x@meteo\.example says so by the feed meteo, at least Severe, Immediate, with a signature/],
    ["by-zone", /2 of the sensors in north-gate report it within 5 s.*Hours\s+always/s],
  ] as const) {
    await page.click(`[data-key="read-${id}"] summary`);
    await sees(page, `[data-key="read-${id}"] .facts`, words);
  }
});
