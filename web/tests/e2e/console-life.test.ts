// What the life of a warning asks of officers, in a real browser: both ends, proposed updates, hands,
// the second look at an end.

import assert from "node:assert/strict";
import { test } from "node:test";
import type { Proposal, Warning } from "../../src/console/picture.ts";
import { sees } from "../support/browser.ts";
import { one, visit } from "../support/console.ts";
import { picture, waiting } from "../support/samples.ts";
import { server } from "../support/stage.ts";

/** A live warning with an update that waits for a second officer. */
function proposed(changes: Partial<Proposal> = {}): Partial<Warning> {
  return {
    proposal: {
      by: "officer-a",
      at: picture().at,
      sha256: "ef".repeat(32),
      changes: ["area", "sound"],
      zones: ["compound", "north-gate", "school"],
      texts: { en: { headline: "Rockets: also at the school", description: "", instruction: "Take cover." } },
      ...changes,
    },
  };
}

test("approving shows both ends that are agreed on with it", async () => {
  const corrections = {
    all_clear: { en: { headline: "All clear", description: "", instruction: "You may leave the shelter." } },
    retraction: { en: { headline: "False alarm", description: "", instruction: "There is no danger." } },
  };
  const page = await visit(picture({ warnings: [waiting({ corrections })] }));
  await page.click('[data-action="approve"]');
  for (const [title, words] of [
    ["All clear", /You may leave the shelter/],
    ["False alarm", /There is no danger/],
  ] as const) {
    await page.click(`#confirm summary:has-text("${title}")`);
    await sees(page, `#confirm details:has-text("${title}")`, words);
  }
});

test("a proposed update is released with its own hash, and can be turned down", async () => {
  const page = await visit(one(proposed()));
  await sees(page, "#warnings .notice", /UPDATE WAITS/);
  await sees(page, "#warnings .facts", /warns more places\. It sounds the sirens again.*compound, north-gate, school/s);
  await page.click('[data-action="approve-update"]');
  await sees(page, "#confirm .hash", "ef".repeat(32));
  await sees(page, "#confirm .texts", /Rockets: also at the school/);
  await page.click('[data-do="commit"]');
  await page.locator("#confirm").waitFor({ state: "hidden" });
  await page.click('[data-action="turn-down"]');
  await page.fill('[name="reason"]', "too wide");
  await page.click('[data-do="commit"]');
  await page.locator("#confirm").waitFor({ state: "hidden" });
  assert.deepEqual(server.posts().map(({ path, body }) => [path, body]), [
    ["/api/v1/exercise/warnings/3/approve", { sha256: "ef".repeat(32) }],
    ["/api/v1/exercise/warnings/3/reject", { reason: "too wide" }],
  ]);
});

test("an update that changes under the question cannot be released unread", async () => {
  const page = await visit(one(proposed()));
  await page.click('[data-action="approve-update"]');
  server.show(one(proposed({ sha256: "01".repeat(32) })));
  await sees(page, "#confirm .notice", /changed while you were reading/);
  assert.equal(await page.locator('[data-do="commit"]').isDisabled(), true);
});

test("an end that one officer gave alone can be confirmed by another", async () => {
  const page = await visit(one({ stage: "ended", ended: "retracted", ended_by: "officer-a", end_confirmed: false }));
  await sees(page, "#warnings .notice", /END NOT CONFIRMED/);
  await page.click('[data-action="confirm-end"]');
  await page.click('[data-do="commit"]');
  await page.locator("#confirm").waitFor({ state: "hidden" });
  assert.deepEqual(server.posts().map(({ path }) => path), ["/api/v1/exercise/warnings/3/confirm"]);
  server.show(one({ stage: "ended", ended: "retracted", ended_by: "officer-a", end_confirmed: true }));
  await page.locator("#warnings .notice", { hasText: "END NOT CONFIRMED" }).waitFor({ state: "hidden" });
  assert.equal(await page.locator("#warnings button").count(), 0);
});

test("what waits says in whose hands it is, and can be handed over", async () => {
  const page = await visit(picture({ warnings: [waiting({ holder: "officer-b", held_since: picture().at - 60_000 })] }));
  await sees(page, "#warnings .facts", /In hand of\s+officer-b since/);
  await page.click('[data-action="delegate"]');
  await page.fill('[name="to"]', "officer-c");
  await page.click('[data-do="commit"]');
  await page.locator("#confirm").waitFor({ state: "hidden" });
  assert.deepEqual(server.posts().map(({ path, body }) => [path, body]), [
    ["/api/v1/exercise/warnings/3/delegate", { to: "officer-c" }],
  ]);
});

test("a warning given back says by whom and why", async () => {
  const page = await visit(one({ stage: "returned", returned: { by: "officer-b", reason: "name the gate" } }));
  await sees(page, "#warnings .facts", /Given back by\s+officer-b: name the gate/);
});

test("a retraction tells people the cause that the officer names", async () => {
  const page = await visit();
  await page.click('[data-action="retract"]');
  await page.selectOption('[name="cause"]', "machine");
  await page.fill('[name="reason"]', "the north sensor");
  await page.click('[data-do="commit"]');
  await page.locator("#confirm").waitFor({ state: "hidden" });
  assert.deepEqual(server.posts()[0]?.body, { cause: "machine", reason: "the north sensor" });
});

test("an update can warn more zones", async () => {
  const base = picture();
  const page = await visit({ ...base, zones: [...base.zones, { id: "school", names: { en: "School" }, people: 50 }] });
  await page.click('[data-action="update"]');
  assert.equal(await page.locator('[name="added"]').count(), 1, "zones that are warned are not offered");
  await page.check('[name="added"][value="school"]');
  await page.click('[data-do="commit"]');
  await page.locator("#confirm").waitFor({ state: "hidden" });
  assert.deepEqual(server.posts()[0]?.body, { resound: false, zones: ["compound", "north-gate", "school"] });
});
