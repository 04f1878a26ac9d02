// The promises of the live client, with a clock and sockets that the test holds.

import assert from "node:assert/strict";
import { webcrypto } from "node:crypto";
import { test } from "node:test";
import { watchLive, type LinkState, type LiveOptions, type LiveWatch, type Refused, type Signature } from "../../src/live.ts";
import type { Bulletin } from "../../src/live/wire.ts";
import { FakeClock, fakeSockets, type FakeSocket } from "../support/fakes.ts";
import { bulletin, entry, heartbeat } from "../support/samples.ts";
import { jws, keysDocument, newKey, tampered, type SigningKey } from "../support/signer.ts";

const LIVE = newKey("live");
const EXERCISE = newKey("exercise");
const STRANGER = newKey("live");

/** One watch with everything that it said. */
class Bench {
  readonly clock = new FakeClock();
  readonly made: FakeSocket[];
  readonly states: LinkState[] = [];
  readonly bulletins: { bulletin: Bulletin; signature: Signature }[] = [];
  readonly refused: Refused[] = [];
  readonly gaps: number[] = [];
  readonly watch: LiveWatch;
  keys: readonly SigningKey[] | null;
  keyLooks = 0;
  private beatAt = 5_000;

  constructor(options: Partial<LiveOptions> & { keys?: readonly SigningKey[] | null } = {}) {
    const { sockets, made } = fakeSockets();
    this.made = made;
    const { keys, ...more } = options;
    this.keys = keys === undefined ? [LIVE, EXERCISE] : keys;
    this.watch = watchLive({
      url: "http://warn.example/",
      clock: this.clock,
      sockets,
      subtle: webcrypto.subtle as SubtleCrypto,
      fetch: async () => {
        this.keyLooks += 1;
        if (this.keys === null) throw new TypeError("no route to host");
        return new Response(JSON.stringify(keysDocument(this.keys)));
      },
      onBulletin: (one, signature) => this.bulletins.push({ bulletin: one, signature }),
      onState: (state) => this.states.push(state),
      onRefused: (refused) => this.refused.push(refused),
      onGap: (from) => this.gaps.push(from),
      ...more,
    });
  }

  /** The server's last number, as heartbeats say it. */
  head = 0;

  get socket(): FakeSocket {
    const last = this.made.at(-1);
    assert.ok(last !== undefined, "a socket was opened");
    return last;
  }

  async bulletin(payload = bulletin(), key = payload.status === "exercise" ? EXERCISE : LIVE): Promise<void> {
    this.socket.give("bulletin", jws("vigie-bulletin+jws", key, payload), payload.n);
    await this.watch.settled();
  }

  /** A heartbeat 10 s after the one before, by the server's clock. */
  async beat(live: readonly Bulletin[] = [], key = LIVE): Promise<void> {
    this.beatAt += 10_000;
    const n = Math.max(this.head, ...live.map((one) => one.n));
    this.head = n;
    this.socket.give("heartbeat", jws("vigie-heartbeat+jws", key, heartbeat(this.beatAt, n, live.map(entry))));
    await this.watch.settled();
  }
}

async function until(what: string, holds: () => boolean): Promise<void> {
  for (let turn = 0; turn < 10_000; turn++) {
    if (holds()) return;
    await new Promise(setImmediate);
  }
  assert.fail(`never: ${what}`);
}

test("a heartbeat makes the link alive, and nothing else does", async () => {
  const bench = new Bench();
  await bench.bulletin();
  assert.deepEqual(bench.states, ["connecting"]);
  await bench.beat([bulletin()]);
  assert.deepEqual(bench.states, ["connecting", "alive"]);
});

test("two missed heartbeats are a lost link, one is not", async () => {
  const bench = new Bench();
  await bench.beat();
  bench.clock.advance(20_999);
  assert.equal(bench.watch.state, "alive");
  bench.clock.advance(1);
  assert.equal(bench.watch.state, "link_lost");
});

test("a heartbeat with a lower number, and a number that comes with another code, begin anew", async () => {
  let anew = 0;
  const bench = new Bench({ onAnew: () => (anew += 1) });
  await bench.bulletin(bulletin({ n: 8, code: "AAAA-AAAA" }));
  await bench.bulletin(bulletin({ n: 8, code: "AAAA-AAAA" }));
  await bench.bulletin(bulletin({ n: 9, code: "BBBB-BBBB" }));
  await bench.bulletin(bulletin({ n: 8, code: "CCCC-CCCC" }));
  assert.equal(anew, 1);
  assert.equal(bench.watch.last, 8);
  assert.deepEqual(bench.bulletins.map((one) => one.bulletin.code), ["AAAA-AAAA", "BBBB-BBBB", "CCCC-CCCC"]);
  bench.clock.advance(1_000);
  bench.head = 20;
  await bench.beat();
  bench.head = 8;
  await bench.beat([bulletin({ n: 8 })]);
  assert.equal(anew, 2);
  assert.equal(bench.watch.last, null);
});

test("the silence that counts as lost can be set", async () => {
  const bench = new Bench({ lostAfterMs: 300 });
  await bench.beat();
  bench.clock.advance(300);
  assert.equal(bench.watch.state, "link_lost");
});

test("a server that never answers is a lost link", () => {
  const bench = new Bench();
  bench.clock.advance(21_000);
  assert.deepEqual(bench.states, ["connecting", "link_lost"]);
});

test("a lost link is alive again with the next heartbeat", async () => {
  const bench = new Bench();
  await bench.beat();
  bench.clock.advance(21_000);
  bench.clock.advance(10_000);
  await bench.beat();
  assert.deepEqual(bench.states, ["connecting", "alive", "link_lost", "alive"]);
});

test("a broken connection is not called alive while it comes back", async () => {
  const bench = new Bench();
  await bench.beat();
  bench.socket.break();
  assert.equal(bench.watch.state, "connecting");
  bench.clock.advance(21_000);
  assert.equal(bench.watch.state, "link_lost");
});

test("a heartbeat of a connection that ended is no sign of life", async () => {
  const bench = new Bench();
  await bench.beat();
  const old = bench.socket;
  bench.clock.advance(21_000);
  old.give("heartbeat", jws("vigie-heartbeat+jws", LIVE, heartbeat(99_000, 0)));
  await bench.watch.settled();
  assert.equal(bench.watch.state, "link_lost");
});

test("a recorded heartbeat does not keep the link alive", async () => {
  const bench = new Bench();
  const recording = jws("vigie-heartbeat+jws", LIVE, heartbeat(10_000, 0));
  bench.socket.give("heartbeat", recording);
  await bench.watch.settled();
  bench.clock.advance(15_000);
  bench.socket.give("heartbeat", recording);
  await bench.watch.settled();
  bench.clock.advance(6_000);
  assert.equal(bench.watch.state, "link_lost");
});

for (const [name, key] of [
  ["the exercise key", EXERCISE],
  ["a key that the server does not list", STRANGER],
] as const) {
  test(`a heartbeat signed with ${name} is no sign of life`, async () => {
    const bench = new Bench();
    await bench.beat([], key);
    assert.deepEqual(bench.states, ["connecting"]);
    assert.equal(bench.refused.length, 1);
  });
}

test("a bulletin comes once, whatever road it takes again", async () => {
  const bench = new Bench();
  await bench.beat();
  await bench.bulletin();
  await bench.bulletin();
  bench.socket.break();
  bench.clock.advance(10_000);
  await bench.bulletin();
  assert.deepEqual(bench.bulletins.map((b) => b.bulletin.n), [7]);
});

test("a genuine bulletin is verified, with the key that signed it", async () => {
  const bench = new Bench();
  await bench.bulletin();
  assert.deepEqual(bench.bulletins[0]?.signature, { state: "verified", kid: LIVE.kid });
});

test("a received bulletin is acknowledged by its number, a refused one is not", async () => {
  const bench = new Bench();
  await bench.bulletin(bulletin({ n: 8 }));
  await bench.bulletin(bulletin({ n: 9 }), STRANGER);
  assert.deepEqual(bench.socket.sent, ['{"received":8}']);
});

test("a changed bulletin is refused", async () => {
  const bench = new Bench();
  const text = jws("vigie-bulletin+jws", LIVE, bulletin());
  bench.socket.give("bulletin", tampered(text, (payload) => (payload["act"] = "all_clear")), 7);
  await bench.watch.settled();
  assert.equal(bench.bulletins.length, 0);
  assert.deepEqual(bench.refused.map((r) => r.why), ["signature"]);
});

test("a forged bulletin does not take the number of the genuine one", async () => {
  const bench = new Bench();
  await bench.bulletin(bulletin({ act: "all_clear" }), STRANGER);
  await bench.bulletin();
  assert.deepEqual(bench.bulletins.map((b) => b.bulletin.act), ["alert"]);
});

test("an exercise signed with the live key is refused", async () => {
  const bench = new Bench();
  await bench.bulletin(bulletin({ status: "exercise" }), LIVE);
  assert.deepEqual(bench.refused.map((r) => r.why), ["role"]);
  assert.equal(bench.bulletins.length, 0);
});

test("a real alert signed with the exercise key is refused", async () => {
  const bench = new Bench();
  await bench.bulletin(bulletin({ status: "actual" }), EXERCISE);
  assert.deepEqual(bench.refused.map((r) => r.why), ["role"]);
  assert.equal(bench.bulletins.length, 0);
});

test("a heartbeat is never taken for a bulletin", async () => {
  const bench = new Bench();
  bench.socket.give("bulletin", jws("vigie-heartbeat+jws", LIVE, bulletin()), 7);
  await bench.watch.settled();
  assert.equal(bench.bulletins.length, 0);
  assert.equal(bench.refused.length, 1);
});

test("a signed bulletin that cannot be read whole is refused whole", async () => {
  const bench = new Bench();
  await bench.bulletin({ ...bulletin(), area: { ...bulletin().area, polygons: [[[91_000_000, 0]]] } });
  assert.deepEqual(bench.refused.map((r) => r.why), ["payload"]);
});

test("without Ed25519 nothing is called verified", async () => {
  const bench = new Bench({ subtle: undefined });
  await bench.bulletin();
  await bench.beat([bulletin()]);
  assert.deepEqual(bench.bulletins[0]?.signature, { state: "unchecked", why: "no_ed25519" });
  assert.equal(bench.watch.state, "alive");
});

test("a browser whose WebCrypto lacks Ed25519 counts as one without", async () => {
  const subtle = {
    importKey: () => Promise.reject(new DOMException("Unrecognized name.", "NotSupportedError")),
  } as unknown as SubtleCrypto;
  const bench = new Bench({ subtle });
  await bench.bulletin();
  assert.deepEqual(bench.bulletins[0]?.signature, { state: "unchecked", why: "no_ed25519" });
});

test("without Ed25519 a wrong header, key name or role is refused all the same", async () => {
  const bench = new Bench({ subtle: undefined });
  await bench.bulletin(bulletin(), STRANGER);
  await bench.bulletin(bulletin({ status: "actual" }), EXERCISE);
  assert.equal(bench.bulletins.length, 0);
  assert.deepEqual(bench.refused.map((r) => r.why), ["unknown_key", "role"]);
});

test("a key whose name is not its hash is left out", async () => {
  const bench = new Bench({ keys: [{ ...STRANGER, kid: LIVE.kid }] });
  await bench.bulletin();
  assert.equal(bench.bulletins[0]?.signature.state, "unchecked");
});

test("a bulletin without keys is unchecked, and verified when they come", async () => {
  const bench = new Bench({ keys: null });
  await bench.bulletin();
  assert.deepEqual(bench.bulletins[0]?.signature, { state: "unchecked", why: "no_keys" });
  bench.keys = [LIVE, EXERCISE];
  bench.clock.advance(1_000);
  await until("the bulletin is given again", () => bench.bulletins.length === 2);
  assert.equal(bench.bulletins[1]?.signature.state, "verified");
});

test("an unchecked bulletin that proves forged is taken back", async () => {
  const bench = new Bench({ keys: null });
  await bench.bulletin(bulletin(), STRANGER);
  bench.keys = [LIVE, EXERCISE];
  bench.clock.advance(1_000);
  await until("it is taken back", () => bench.refused.length === 1);
  assert.equal(bench.refused[0]?.n, 7);
  assert.equal(bench.bulletins.length, 1);
});

test("a new key of the server is fetched when a text names it", async () => {
  const bench = new Bench();
  await bench.bulletin(bulletin({ n: 1 }));
  bench.keys = [STRANGER, EXERCISE];
  bench.clock.advance(10_000);
  bench.socket.give("bulletin", jws("vigie-bulletin+jws", STRANGER, bulletin({ n: 2 })), 2);
  await bench.watch.settled();
  assert.deepEqual(bench.bulletins[1]?.signature, { state: "verified", kid: STRANGER.kid });
});

test("forgeries do not make the keys be fetched over and over", async () => {
  const bench = new Bench();
  await bench.beat();
  for (let n = 1; n <= 20; n++) await bench.bulletin(bulletin({ n }), STRANGER);
  assert.equal(bench.keyLooks, 1);
  assert.equal(bench.refused.length, 20);
});

test("a WebSocket that gives nothing is followed by Server-Sent Events", async () => {
  const bench = new Bench();
  assert.equal(bench.socket.url, "ws://warn.example/live/ws");
  bench.socket.break();
  bench.clock.advance(1_000);
  assert.equal(bench.socket.kind, "sse");
  assert.equal(bench.socket.url, "http://warn.example/live");
  await bench.bulletin();
  await bench.beat([bulletin()]);
  assert.equal(bench.watch.state, "alive");
  assert.equal(bench.bulletins.length, 1);
});

test("a WebSocket that opens and stays mute is given up", () => {
  const bench = new Bench();
  bench.clock.advance(6_000);
  assert.ok(bench.made[0]?.closed);
  bench.clock.advance(1_000);
  assert.equal(bench.socket.kind, "sse");
});

test("the kind of connection that worked is tried again first", async () => {
  const bench = new Bench();
  await bench.beat();
  bench.socket.break();
  bench.clock.advance(1_000);
  assert.equal(bench.made.length, 2);
  assert.equal(bench.socket.kind, "ws");
});

test("a reconnect resumes after the greatest number received", async () => {
  const bench = new Bench();
  await bench.beat();
  await bench.bulletin(bulletin({ n: 12 }));
  await bench.bulletin(bulletin({ n: 11 }));
  bench.socket.break();
  bench.clock.advance(1_000);
  assert.equal(bench.socket.url, "ws://warn.example/live/ws?since=12");
});

test("a page that knows a number resumes after it at once", () => {
  const bench = new Bench({ since: 40 });
  assert.equal(bench.socket.url, "ws://warn.example/live/ws?since=40");
});

test("readers who lost the same server come back at different times", () => {
  const waits = [0, 0.25, 0.999].map((chance) => {
    const bench = new Bench();
    bench.clock.chance = chance;
    bench.socket.break();
    let waited = 0;
    while (bench.made.length === 1) {
      bench.clock.advance(10);
      waited += 10;
    }
    return waited;
  });
  assert.deepEqual(waits, [200, 400, 1_000]);
});

test("a server that stays away is asked at most every ten seconds and at least that often", () => {
  const bench = new Bench();
  bench.clock.chance = 0.999;
  for (let i = 0; i < 10; i++) {
    bench.socket.break();
    bench.clock.advance(10_000);
    assert.equal(bench.made.length, i + 2);
  }
});

test("a reader that was too slow asks again from the number named", async () => {
  const bench = new Bench();
  await bench.beat();
  await bench.bulletin(bulletin({ n: 20 }));
  bench.socket.give("resync", 15);
  await bench.watch.settled();
  bench.clock.advance(1_000);
  assert.equal(bench.socket.url, "ws://warn.example/live/ws?since=14");
  assert.deepEqual(bench.gaps, []);
});

test("a server that no longer has what is asked for says so first, and is not asked again", async () => {
  const bench = new Bench({ since: 2 });
  bench.socket.give("resync", 100);
  await bench.bulletin(bulletin({ n: 100 }));
  await bench.beat([bulletin({ n: 100 })]);
  bench.clock.advance(5_000);
  assert.equal(bench.made.length, 1);
  assert.deepEqual(bench.gaps, [100]);
  assert.deepEqual(bench.bulletins.map((b) => b.bulletin.n), [100]);
});

test("a server that can only repeat its resync is not asked for ever", async () => {
  const bench = new Bench();
  for (let i = 0; i < 5; i++) {
    await bench.beat();
    bench.socket.give("resync", 100);
    await bench.watch.settled();
    bench.clock.advance(1_000);
  }
  assert.equal(bench.made.length, 2);
});

test("a connection that came back is alive with the heartbeat that was heard last, for as long as that lasts", async () => {
  const bench = new Bench();
  const latest = jws("vigie-heartbeat+jws", LIVE, heartbeat(10_000, 0));
  bench.socket.give("heartbeat", latest);
  await bench.watch.settled();
  bench.clock.advance(5_000);
  bench.socket.break();
  bench.clock.advance(1_000);
  bench.socket.give("heartbeat", latest);
  await bench.watch.settled();
  assert.equal(bench.watch.state, "alive");
  bench.clock.advance(14_999);
  assert.equal(bench.watch.state, "alive");
  assert.equal(bench.made.length, 2);
  bench.clock.advance(1);
  assert.equal(bench.watch.state, "link_lost");
});

test("a heartbeat older than the last one does not make a connection alive", async () => {
  const bench = new Bench();
  await bench.beat();
  await bench.beat();
  bench.socket.break();
  bench.clock.advance(1_000);
  bench.socket.give("heartbeat", jws("vigie-heartbeat+jws", LIVE, heartbeat(15_000, 0)));
  await bench.watch.settled();
  assert.equal(bench.watch.state, "connecting");
});

test("a bulletin that only a heartbeat names is asked for", async () => {
  const bench = new Bench();
  await bench.bulletin(bulletin({ n: 30, warning: 9 }));
  await bench.beat([bulletin({ n: 25, warning: 8 }), bulletin({ n: 30, warning: 9 })]);
  bench.clock.advance(2_000);
  assert.equal(bench.socket.url, "ws://warn.example/live/ws?since=24");
  await bench.bulletin(bulletin({ n: 25, warning: 8 }));
  assert.deepEqual(bench.bulletins.map((b) => b.bulletin.n), [30, 25]);
});

test("a bulletin that comes a moment after the heartbeat is not asked for", async () => {
  const bench = new Bench();
  await bench.beat([bulletin()]);
  bench.clock.advance(900);
  await bench.bulletin();
  bench.clock.advance(5_000);
  assert.equal(bench.made.length, 1);
});

test("a bulletin that the server cannot give is asked for three times, not for ever", async () => {
  const bench = new Bench();
  for (let i = 0; i < 8; i++) {
    await bench.beat([bulletin({ n: 25 })]);
    bench.clock.advance(2_500);
  }
  assert.equal(bench.made.length, 4);
  assert.equal(bench.watch.state, "alive");
});

test("a device that slept says link lost as soon as it wakes", async () => {
  const bench = new Bench();
  await bench.beat();
  bench.clock.sleep(3_600_000);
  bench.watch.wake();
  assert.equal(bench.watch.state, "link_lost");
  assert.equal(bench.made.length, 2);
});

test("a stopped watch is silent and leaves no timer behind", async () => {
  const bench = new Bench();
  await bench.beat();
  const { socket } = bench;
  bench.watch.stop();
  socket.give("bulletin", jws("vigie-bulletin+jws", LIVE, bulletin()), 7);
  await bench.watch.settled();
  assert.ok(socket.closed);
  assert.equal(bench.bulletins.length, 0);
  assert.equal(bench.clock.pending, 0);
});

test("frames that are not of the contract are passed over", async () => {
  const bench = new Bench();
  for (const junk of ["", "null", "[]", "{", '{"type":"bulletin"}', '{"type":"resync","from":-1}', '{"type":"party"}', new ArrayBuffer(4)]) {
    bench.socket.fire("message", junk);
  }
  await bench.beat();
  assert.equal(bench.watch.state, "alive");
  assert.equal(bench.refused.length, 0);
});

for (const junk of ["", "a.b", "a.b.c.d", "....", "%%%.%%%.%%%", `${"a".repeat(300_000)}.b.c`]) {
  test(`a text that is no compact JWS is refused: ${JSON.stringify(junk.slice(0, 20))}`, async () => {
    const bench = new Bench();
    bench.socket.give("bulletin", junk, 1);
    await bench.watch.settled();
    assert.equal(bench.refused.length, 1);
    assert.equal(bench.bulletins.length, 0);
  });
}

test("no changed character of a bulletin is accepted", async () => {
  const text = jws("vigie-bulletin+jws", LIVE, bulletin());
  const bench = new Bench();
  const last = text.length - 1;
  for (const at of [...Array.from({ length: Math.ceil(last / 17) }, (_, i) => i * 17), last]) {
    for (const other of at === last ? "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_" : "AB") {
      if (other === text[at]) continue;
      bench.socket.give("bulletin", text.slice(0, at) + other + text.slice(at + 1), 7);
    }
  }
  await bench.watch.settled();
  assert.equal(bench.bulletins.length, 0);
  await bench.bulletin();
  assert.equal(bench.bulletins.length, 1);
});
