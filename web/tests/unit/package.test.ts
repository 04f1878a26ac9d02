// The client library as others get it: packed, installed elsewhere, and used without this repository.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { bulletin, entry, heartbeat } from "../support/samples.ts";
import { jws, keysDocument, newKey } from "../support/signer.ts";

function run(folder: string, command: string, ...args: string[]): string {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd: folder, encoding: "utf8" });
  assert.equal(status, 0, `${command} ${args.join(" ")}: ${stderr}${stdout}`);
  return stdout;
}

test("the packed library verifies, decides by itself, and says when the link is lost", () => {
  const web = process.cwd();
  run(web, "npm", "run", "--silent", "build:client");
  const folder = mkdtempSync(join(tmpdir(), "vigie-live-"));
  try {
    run(folder, "npm", "pack", "--silent", join(web, "client"));
    const packed = readdirSync(folder).find((name) => name.endsWith(".tgz"));
    assert.ok(packed !== undefined);
    run(folder, "tar", "xf", packed);
    const files = readdirSync(join(folder, "package/dist"));
    assert.deepEqual(files.sort(), ["live.js", "types"]);
    const [live, exercise] = [newKey("live"), newKey("exercise")];
    const one = bulletin();
    const said = {
      keys: keysDocument([live, exercise]),
      bulletin: jws("vigie-bulletin+jws", one.status === "exercise" ? exercise : live, one),
      heartbeat: jws("vigie-heartbeat+jws", live, heartbeat(1_000, one.n, [entry(one)])),
    };
    writeFileSync(join(folder, "said.json"), JSON.stringify(said));
    writeFileSync(join(folder, "app.mjs"), APP);
    const heard = JSON.parse(run(folder, process.execPath, "app.mjs")) as unknown;
    assert.deepEqual(heard, {
      url: "wss://warn.example/live/ws?cell=svzt6",
      states: ["connecting", "alive", "link_lost"],
      heard: [[one.n, "verified"]],
      lies: ["within", "elsewhere"],
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
});

const APP = `
import { readFileSync } from "node:fs";
import { cellOf, lies, watchLive } from "./package/dist/live.js";
const said = JSON.parse(readFileSync("said.json", "utf8"));
const told = { url: "", states: [], heard: [], lies: [] };
const circle = { desc: "", polygons: [], circles: [[33302500, 44395000, 300]], geocodes: [] };
told.lies = [[33.3025, 44.395], [0, 0]].map(([lat, lon]) => lies(circle, { lat, lon }));
class Socket {
  readyState = 1;
  constructor(url) { told.url = url; Socket.last = this; this.ears = {}; }
  addEventListener(type, ear) { this.ears[type] = ear; }
  send() {}
  close() {}
  give(frame) { this.ears.message({ data: JSON.stringify(frame) }); }
}
const timers = new Map();
const clock = { now: () => 0, random: () => 0.5, after(ms, then) { timers.set(then, ms); return () => timers.delete(then); } };
const watch = watchLive({
  url: "https://warn.example",
  clock,
  cell: cellOf({ lat: 33.3025, lon: 44.395 }),
  sockets: { WebSocket: Socket },
  fetch: async () => new Response(JSON.stringify(said.keys)),
  lostAfterMs: 200,
  onBulletin: (bulletin, signature) => told.heard.push([bulletin.n, signature.state]),
  onState: (state) => told.states.push(state),
});
Socket.last.give({ type: "bulletin", n: 1, jws: said.bulletin });
Socket.last.give({ type: "heartbeat", jws: said.heartbeat });
await watch.settled();
for (const [then, ms] of [...timers]) if (ms === 200) then();
watch.stop();
console.log(JSON.stringify(told));
`;
