// What docs/manual/live-wire.md says is true: its examples are readable, and its recipe for checking
// a bulletin without Vigie accepts a genuine one and refuses a changed one.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { readBulletin, readHeartbeat } from "../../src/live/wire.ts";
import { bulletin } from "../support/samples.ts";
import { jws, newKey, tampered } from "../support/signer.ts";

const MANUAL = readFileSync(join(process.cwd(), "../docs/manual/live-wire.md"), "utf8");

function blocks(language: string): string[] {
  return [...MANUAL.matchAll(new RegExp("```" + language + "\\n(.*?)```", "gs"))].map((match) => match[1] ?? "");
}

test("the examples of a bulletin and a heartbeat are readable", () => {
  const [, bulletinText, heartbeatText] = blocks("json");
  assert.equal(readBulletin(JSON.parse(bulletinText ?? "")).n, 41);
  assert.equal(readHeartbeat(JSON.parse(heartbeatText ?? "")).live[0]?.n, 41);
});

test("the recipe with openssl accepts a genuine bulletin and refuses a changed one", () => {
  const recipe = blocks("sh")[0];
  assert.ok(recipe !== undefined);
  const key = newKey("live");
  const genuine = jws("vigie-bulletin+jws", key, bulletin());
  const changed = tampered(genuine, (payload) => (payload["act"] = "all_clear"));
  for (const [text, verdict] of [
    [genuine, /^Signature Verified Successfully/],
    [changed, /^Signature Verification Failure/],
  ] as const) {
    const folder = mkdtempSync(join(tmpdir(), "vigie-jws-"));
    try {
      writeFileSync(join(folder, "jws"), `${text}\n`);
      writeFileSync(join(folder, "x"), `${key.x}\n`);
      const { stdout, stderr } = spawnSync("sh", ["-c", recipe], { cwd: folder, encoding: "utf8" });
      assert.match(stdout, verdict, stderr);
    } finally {
      rmSync(folder, { recursive: true });
    }
  }
});
