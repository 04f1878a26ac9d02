// Coasts and borders of the world (Natural Earth, 1:110 million), made at build time from a locked
// package. They come in a file of their own, after the words, and only to a page that shows an area.

import { s, type Child } from "./dom.ts";
import type { Area } from "./live/wire.ts";
import { HEIGHT, nearest, outlineOf, path, WIDTH, type Outline, type Spot } from "./map.ts";

/** Hundredths of a degree: the first longitude and latitude, then each step. */
type Steps = readonly number[];

export interface Land {
  readonly land: readonly Steps[];
  readonly borders: readonly Steps[];
}

/** A drawing of fewer degrees than this would show coasts that are kilometres off as if they were right. */
const DEGREES_MIN = 8;
/** What the map of the world measures, in its own units. */
const WORLD = { width: 240, height: 120 } as const;

export async function loadLand(): Promise<Land> {
  return (await import("vigie:land")).default;
}

/** What of the coasts lies behind an outline; nothing where they are too coarse for it. */
export function landIn(outline: Outline, { land, borders }: Land): Child {
  const [south, west, north, east] = outline.box;
  const wide = (east - west + 360) % 360 || 360;
  if (wide < DEGREES_MIN || north - south < DEGREES_MIN / 2) return null;
  const drawn = (lines: readonly Steps[]): Spot[][] => lines.flatMap((steps) => walked(steps, outline));
  return [
    drawn(land).map((ring) => s("path", { class: "map-land", d: path(ring) })),
    drawn(borders).map((line) => s("path", { class: "map-border", d: path(line).slice(0, -1) })),
  ];
}

/** A small map of the world with the area marked, named for those who do not see it. */
export function drawWorld(area: Area, { land }: Land, label: string): SVGSVGElement | null {
  const outline = outlineOf(area);
  if (outline === null) return null;
  const [south, west, north, east] = outline.box;
  const spot = (lat: number, lon: number): Spot => [
    Math.round(((lon + 180) / 360) * WORLD.width * 10) / 10,
    Math.round(((90 - lat) / 180) * WORLD.height * 10) / 10,
  ];
  const middle = west + ((east - west + 360) % 360) / 2;
  const [x, y] = spot((south + north) / 2, nearest(middle, 0));
  const rings = land.map((steps) => degreesOf(steps));
  const d = rings.map((ring) => path(ring.map(([lon, lat]) => spot(lat, lon)))).join("");
  return s(
    "svg",
    { viewBox: `0 0 ${WORLD.width} ${WORLD.height}`, role: "img", "aria-label": label, class: "map map-world", direction: "ltr" },
    s("rect", { class: "map-sea", width: WORLD.width, height: WORLD.height }),
    s("path", { class: "map-land", d }),
    s("path", { class: "map-here", d: `M${x} 0V${WORLD.height}M0 ${y}H${WORLD.width}` }),
    s("circle", { class: "map-here", cx: x, cy: y, r: 5 }),
  );
}

function degreesOf(steps: Steps): [lon: number, lat: number][] {
  const points: [number, number][] = [];
  let [lon, lat] = [0, 0];
  for (let i = 0; i + 1 < steps.length; i += 2) {
    lon += steps[i] ?? 0;
    lat += steps[i + 1] ?? 0;
    points.push([lon / 100, lat / 100]);
  }
  return points;
}

/** A line on the drawing, as often as turns of the globe bring it into sight. */
function walked(steps: Steps, { spot }: Outline): Spot[][] {
  const points = degreesOf(steps);
  return [-360, 0, 360]
    .map((turn) => points.map(([lon, lat]) => spot(lat, lon + turn)))
    .filter((spots) => overlaps(spots.map(([x]) => x), WIDTH) && overlaps(spots.map(([, y]) => y), HEIGHT));
}

function overlaps(values: readonly number[], most: number): boolean {
  return values.some((value) => value >= 0) && values.some((value) => value <= most);
}
