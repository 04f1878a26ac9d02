// The outline of an area, from its numbers alone.

import assert from "node:assert/strict";
import { test } from "node:test";
import type { Area, PointE6 } from "../../src/live/wire.ts";
import { HEIGHT, outlineOf, WIDTH } from "../../src/map.ts";

function area(polygons: Area["polygons"], circles: Area["circles"] = []): Area {
  return { desc: "", polygons, circles, geocodes: [] };
}

function degrees(...points: readonly (readonly [number, number])[]): PointE6[] {
  return points.map(([lat, lon]) => [lat * 1e6, lon * 1e6]);
}

test("an area without geometry has no outline", () => {
  assert.equal(outlineOf(area([])), null);
  assert.equal(outlineOf(area([[]])), null);
});

test("everything drawn is inside the box", () => {
  const outline = outlineOf(area([degrees([33, 44], [34, 44], [34, 46])], [[32_000_000, 43_000_000, 5_000]]));
  for (const [x, y] of outline?.rings.flat() ?? []) {
    assert.ok(x >= 0 && x <= WIDTH && y >= 0 && y <= HEIGHT, `${x}, ${y}`);
  }
});

test("north is up and east is right", () => {
  const [southWest, northEast] = outlineOf(area([degrees([10, 20], [11, 21], [10, 21])]))?.rings[0] ?? [];
  assert.ok((southWest?.[1] ?? 0) > (northEast?.[1] ?? 0));
  assert.ok((southWest?.[0] ?? 0) < (northEast?.[0] ?? 0));
});

test("an area over the antimeridian is drawn in one piece", () => {
  const outline = outlineOf(area([degrees([-17, 179], [-16, 179], [-16, -179], [-17, -179])]));
  assert.ok(outline !== null);
  const [south, west, north, east] = outline.box;
  assert.ok(west > 170 && east < -170, `${west} to ${east}`);
  assert.ok(north - south < 5, `${south} to ${north}`);
});

test("a point-like circle is drawn as a place, not as the world", () => {
  const outline = outlineOf(area([], [[0, 0, 1]]));
  assert.ok(outline !== null);
  assert.ok(outline.scale.metres >= 50 && outline.scale.metres <= 500, String(outline.scale.metres));
});

test("a circle at the pole and one round the world are drawn without a number that is none", () => {
  for (const circle of [
    [90_000_000, 0, 100_000],
    [0, 180_000_000, 20_000_000],
  ] as const) {
    const outline = outlineOf(area([], [circle]));
    assert.ok(outline?.rings.flat().flat().every(Number.isFinite));
    assert.ok(outline?.box.every(Number.isFinite));
  }
});

test("the scale bar is as long as it says", () => {
  const outline = outlineOf(area([degrees([0, 0], [0, 1], [0.1, 1])]));
  assert.ok(outline !== null);
  const [a, b] = [outline.rings[0]?.[0]?.[0] ?? 0, outline.rings[0]?.[1]?.[0] ?? 0];
  const unitsPerMetre = (b - a) / 111_195;
  assert.ok(Math.abs(outline.scale.length / unitsPerMetre / outline.scale.metres - 1) < 0.02);
});
