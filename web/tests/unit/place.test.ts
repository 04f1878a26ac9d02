// Where a device is to an area: the cases that this library shares with the one in Rust.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { cellOf, concerns, lies, type Place } from "../../src/live/place.ts";
import type { Area } from "../../src/live/wire.ts";

interface Golden {
  readonly lies: { case: string; area: Partial<Area>; places: Record<string, [number, number, Place["geocodes"]?][]> }[];
  readonly cells: [number, number, string][];
  readonly concerns: [string[] | null, [number, number, number], boolean][];
}

const GOLDEN = JSON.parse(
  readFileSync(join(process.cwd(), "../crates/client/golden/places.json"), "utf8"),
) as Golden;

test("the cases that both libraries share hold", () => {
  let count = 0;
  for (const { case: name, area, places } of GOLDEN.lies) {
    const whole: Area = { desc: "", polygons: [], circles: [], geocodes: [], ...area };
    for (const [expected, them] of Object.entries(places)) {
      for (const [lat, lon, geocodes] of them) {
        const place: Place = geocodes === undefined ? { lat, lon } : { lat, lon, geocodes };
        assert.equal(lies(whole, place), expected, `${name}: ${lat}, ${lon}`);
        count += 1;
      }
    }
  }
  assert.ok(count > 40, `${count}`);
});

test("a cell is named as everybody names it, and shorter where it is coarser", () => {
  for (const [lat, lon, name] of GOLDEN.cells) assert.equal(cellOf({ lat, lon }, name.length), name);
});

test("a bulletin that went to other cells is not missing", () => {
  for (const [cells, [lat, lon, level], comes] of GOLDEN.concerns) {
    assert.equal(concerns({ cells }, cellOf({ lat, lon }, level)), comes, `${cells}`);
    assert.equal(concerns({ cells }, null), true);
  }
});
