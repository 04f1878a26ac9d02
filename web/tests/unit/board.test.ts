// What a reader may be told of each warning.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Board, type Stage } from "../../src/board.ts";
import type { Act, Bulletin } from "../../src/live/wire.ts";
import { bulletin, entry, heartbeat, T0 } from "../support/samples.ts";

const SIGNED = { state: "verified", kid: "00" } as const;

function board(...bulletins: Bulletin[]): Board {
  const made = new Board();
  for (const one of bulletins) made.read(one, SIGNED);
  return made;
}

function stages(made: Board): Stage[] {
  return made.shown().map(({ stage }) => stage);
}

for (const [act, stage] of [
  ["alert", "live"],
  ["update", "live"],
  ["all_clear", "all_clear"],
  ["retraction", "retracted"],
  ["expiry", "expired"],
] as readonly [Act, Stage][]) {
  test(`after ${act} a warning is ${stage}`, () => {
    assert.deepEqual(stages(board(bulletin(), bulletin({ n: 8, act }))), [stage]);
  });
}

test("an alert that arrives after its all clear does not bring the danger back", () => {
  assert.deepEqual(stages(board(bulletin({ n: 8, act: "all_clear" }), bulletin({ n: 7 }))), ["all_clear"]);
});

test("a warning lasts since its first bulletin, whatever order they come in", () => {
  const made = board(bulletin({ n: 8, act: "update", sent: T0 + 60_000 }), bulletin({ n: 7 }));
  assert.equal(made.shown()[0]?.since, T0);
});

test("a warning that a heartbeat no longer lists has ended unseen, and is not called clear", () => {
  const made = board(bulletin());
  made.beat(heartbeat(T0, 9, []));
  assert.deepEqual(stages(made), ["ended_unseen"]);
});

test("a heartbeat older than a bulletin does not end it", () => {
  const made = board(bulletin({ n: 7 }));
  made.beat(heartbeat(T0, 6, []));
  assert.deepEqual(stages(made), ["live"]);
});

test("a passed expiry alone ends nothing", () => {
  const made = board(bulletin({ expires: T0 + 1 }));
  made.beat(heartbeat(T0 + 3_600_000, 7, [entry(bulletin())]));
  assert.deepEqual(stages(made), ["live"]);
});

test("a live warning without its text is known to be there", () => {
  const made = new Board();
  made.beat(heartbeat(T0, 7, [entry(bulletin())]));
  assert.deepEqual(made.textless().map(({ warning }) => warning), [3]);
  made.read(bulletin(), SIGNED);
  assert.deepEqual(made.textless(), []);
});

test("an update that has not arrived is known to be missing", () => {
  const made = board(bulletin());
  made.beat(heartbeat(T0, 9, [entry(bulletin({ n: 9, act: "update" }))]));
  assert.equal(made.shown()[0]?.updateMissing, true);
  made.read(bulletin({ n: 9, act: "update" }), SIGNED);
  assert.equal(made.shown()[0]?.updateMissing, false);
});

test("actual stands before exercise, live before ended, extreme before minor", () => {
  const made = board(
    bulletin({ warning: 1, n: 1, status: "exercise" }),
    bulletin({ warning: 2, n: 2, severity: "Minor" }),
    bulletin({ warning: 3, n: 3 }),
    bulletin({ warning: 4, n: 4, act: "all_clear" }),
  );
  assert.deepEqual(made.shown().map(({ warning }) => warning), [3, 2, 1, 4]);
});

test("a bulletin that proved forged is taken back", () => {
  const made = board(bulletin());
  made.takeBack(7);
  assert.deepEqual(made.shown(), []);
});

test("old ends are forgotten, live warnings never", () => {
  const made = board(bulletin({ warning: 0, n: 1 }));
  for (let i = 1; i <= 40; i++) made.read(bulletin({ warning: i, n: 1 + i, act: "all_clear" }), SIGNED);
  assert.equal(made.shown().length, 21);
  assert.equal(made.shown()[0]?.warning, 0);
});
