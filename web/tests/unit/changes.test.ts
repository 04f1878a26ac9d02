// What an update changes: read from the wire, and whether it interrupts anybody.

import assert from "node:assert/strict";
import { test } from "node:test";
import { goesOnUnchanged, readBulletin } from "../../src/live/wire.ts";
import { bulletin } from "../support/samples.ts";

test("an update that only goes on is no second alarm, and anything more is one", () => {
  const validity = { what: "validity", until: 1 } as const;
  const update = (changes: ReturnType<typeof bulletin>["changes"], sounds: boolean) =>
    goesOnUnchanged(readBulletin(bulletin({ act: "update", sounds, changes })));
  assert.equal(update([validity], false), true);
  assert.equal(update([validity, { what: "sound" }], true), false);
  assert.equal(update([validity, { what: "area", added: ["school"] }], true), false);
  assert.equal(update([{ what: "danger", danger: "fire" }], true), false);
  assert.equal(update([], false), false, "another authority does not say what is new");
  assert.equal(goesOnUnchanged(readBulletin(bulletin())), false, "an alert is an alarm");
});

test("a kind of change that is not known is passed over, and an older server says none", () => {
  const later = { ...bulletin({ act: "update" }), changes: [{ what: "colour" }, { what: "sound" }] };
  assert.deepEqual(readBulletin(later).changes, [{ what: "sound" }]);
  const { changes: _changes, event: _event, sounds: _sounds, ...older } = bulletin({ act: "update" });
  const read = readBulletin(older);
  assert.deepEqual([read.changes, read.event, read.sounds], [[], read.warning, true]);
});
