// Draws the outline of an area from its own numbers: no outside server, no script library. It shows
// shape, size, place and north, and coasts where they are known finely enough; streets are not its business.

import { s, type Child } from "./dom.ts";
import type { Place } from "./live.ts";
import type { Area, PointE6 } from "./live/wire.ts";
import { landIn, type Land } from "./world.ts";

/** A point of the drawing, in its own units, y downwards. */
export type Spot = readonly [x: number, y: number];

/** What to draw: outlines in a box of `WIDTH` by `HEIGHT`, and what the box measures. */
export interface Outline {
  readonly rings: readonly (readonly Spot[])[];
  /** South, west, north, east of the drawn box in degrees; longitudes within ±180. */
  readonly box: readonly [number, number, number, number];
  /** A round length and how long it is in drawing units. */
  readonly scale: { readonly metres: number; readonly length: number };
  /** Where a point in degrees is on the drawing; longitudes may run on over ±180°. */
  readonly spot: (lat: number, lon: number) => Spot;
  /** The same, the short way round the globe. */
  readonly at: (lat: number, lon: number) => Spot;
}

/** What is drawn beside the area. */
export interface Beside {
  /** The reader's place, where it is in the area or near it: the drawing then holds it too. */
  readonly place: Place | null;
  readonly placeWord: string;
  readonly land: Land | null;
}

export const WIDTH = 480;
export const HEIGHT = 300;
const MARGIN = 0.18;
const CIRCLE_CORNERS = 48;
const METRES_PER_DEGREE = 111_195;
/** The drawing never shows less than this, in metres, so that a point is seen as a place. */
const SPAN_MIN_M = 400;

/** The outline of an area; `null` where it has no geometry at all. */
export function outlineOf(area: Area, place: Place | null = null): Outline | null {
  const rings = unwrapped([...area.polygons.filter((ring) => ring.length > 0), ...area.circles.map(circleRing)]);
  if (rings.length === 0) return null;
  const home = rings[0]?.[0]?.[1] ?? 0;
  const points = place === null ? rings.flat() : [...rings.flat(), [place.lat, nearest(place.lon, home)] as const];
  const lats = points.map(([lat]) => lat);
  const lons = points.map(([, lon]) => lon);
  const [south, north] = [minOf(lats), maxOf(lats)];
  const [west, east] = [minOf(lons), maxOf(lons)];
  const middleLat = (south + north) / 2;
  const middleLon = (west + east) / 2;
  const shrink = Math.max(0.05, Math.cos((middleLat * Math.PI) / 180));

  const spanMin = SPAN_MIN_M / METRES_PER_DEGREE;
  const wide = Math.max((east - west) * shrink, spanMin) * (1 + 2 * MARGIN);
  const high = Math.max(north - south, spanMin) * (1 + 2 * MARGIN);
  const unitsPerDegree = Math.min(WIDTH / wide, HEIGHT / high);

  const halfLat = HEIGHT / 2 / unitsPerDegree;
  const halfLon = WIDTH / 2 / unitsPerDegree / shrink;
  const spot = (lat: number, lon: number): Spot => [
    round(WIDTH / 2 + (lon - middleLon) * shrink * unitsPerDegree),
    round(HEIGHT / 2 - (lat - middleLat) * unitsPerDegree),
  ];
  return {
    rings: rings.map((ring) => ring.map(([lat, lon]) => spot(lat, lon))),
    spot,
    at: (lat, lon) => spot(lat, nearest(lon, middleLon)),
    box: [
      Math.max(-90, middleLat - halfLat),
      wrap(middleLon - halfLon),
      Math.min(90, middleLat + halfLat),
      wrap(middleLon + halfLon),
    ],
    scale: scaleBar(unitsPerDegree),
  };
}

/** The drawing of an area, named for those who do not see it; `null` where there is nothing to draw. */
export function drawArea(area: Area, label: string, beside: Beside): SVGSVGElement | null {
  const outline = outlineOf(area, beside.place);
  if (outline === null) return null;
  const { place } = beside;
  return frame(
    outline,
    label,
    beside.land,
    outline.rings.map((ring) => s("path", { class: "map-area", d: path(ring) })),
    place !== null && marker(outline.at(place.lat, place.lon), beside.placeWord),
  );
}

/** Ground, coasts, grid, scale and north around what is drawn on them. */
export function frame(outline: Outline, label: string, land: Land | null, ...drawn: readonly Child[]): SVGSVGElement {
  const [south, west, north, east] = outline.box;
  const { metres, length } = outline.scale;
  const barEnd = 16 + length;
  return s(
    "svg",
    { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img", "aria-label": label, class: "map", direction: "ltr" },
    s("rect", { class: "map-ground", width: WIDTH, height: HEIGHT }),
    land !== null && landIn(outline, land),
    [1, 2, 3].map((i) => s("path", { class: "map-grid", d: `M${(WIDTH * i) / 4} 0V${HEIGHT}` })),
    [1, 2].map((i) => s("path", { class: "map-grid", d: `M0 ${(HEIGHT * i) / 3}H${WIDTH}` })),
    drawn,
    s("text", { class: "map-text", x: 8, y: 18 }, `${degrees(north, "N", "S")} ${degrees(west, "E", "W")}`),
    s(
      "text",
      { class: "map-text map-end", x: WIDTH - 8, y: HEIGHT - 10 },
      `${degrees(south, "N", "S")} ${degrees(east, "E", "W")}`,
    ),
    s("path", { class: "map-bar", d: `M16 ${HEIGHT - 18}v6H${round(barEnd)}v-6` }),
    s("text", { class: "map-text", x: round(barEnd) + 8, y: HEIGHT - 10 }, lengthText(metres)),
    s("path", { class: "map-north", d: `M${WIDTH - 20} 10l7 20l-7 -5l-7 5z` }),
    s("text", { class: "map-text map-middle", x: WIDTH - 20, y: 44 }, "N"),
  );
}

/** A closed path through these spots. */
export function path(ring: readonly Spot[]): string {
  return `M${ring.map((spot) => spot.join(" ")).join("L")}Z`;
}

/** A place with its word: a shape that needs no colour. */
function marker([x, y]: Spot, word: string): Child {
  // The word goes where there is room for it.
  const isRight = x > WIDTH * 0.65;
  return s(
    "g",
    { class: "map-place" },
    s("circle", { cx: x, cy: y, r: 9 }),
    s("circle", { class: "map-place-heart", cx: x, cy: y, r: 3 }),
    s("text", { class: `map-text map-word${isRight ? " map-end" : ""}`, x: isRight ? x - 14 : x + 14, y: y + 5, direction: "auto" }, word),
  );
}

function degrees(value: number, positive: string, negative: string): string {
  return `${Math.abs(value).toFixed(3)}°${value < 0 ? negative : positive}`;
}

function lengthText(metres: number): string {
  return metres >= 1_000 ? `${metres / 1_000} km` : `${metres} m`;
}

/** Rings in degrees whose longitudes run on over the antimeridian, all near the first ring. */
function unwrapped(rings: readonly (readonly PointE6[])[]): (readonly [number, number])[][] {
  const home = (rings[0]?.[0]?.[1] ?? 0) / 1e6;
  return rings.map((ring) => {
    let near = nearest((ring[0]?.[1] ?? 0) / 1e6, home);
    return ring.map(([latE6, lonE6]) => {
      near = nearest(lonE6 / 1e6, near);
      return [latE6 / 1e6, near] as const;
    });
  });
}

/** The same meridian, written so that it is within half a turn of `of`. */
export function nearest(lon: number, of: number): number {
  return lon + 360 * Math.round((of - lon) / 360);
}

function wrap(lon: number): number {
  return ((((lon + 180) % 360) + 360) % 360) - 180;
}

function circleRing([latE6, lonE6, radius]: readonly [number, number, number]): PointE6[] {
  const shrink = Math.max(0.05, Math.cos((latE6 / 1e6) * (Math.PI / 180)));
  const turn = (i: number): number => (2 * Math.PI * i) / CIRCLE_CORNERS;
  const radiusE6 = (radius / METRES_PER_DEGREE) * 1e6;
  return Array.from({ length: CIRCLE_CORNERS }, (_, i) => [
    Math.max(-90e6, Math.min(90e6, latE6 + radiusE6 * Math.sin(turn(i)))),
    lonE6 + (radiusE6 / shrink) * Math.cos(turn(i)),
  ]);
}

function scaleBar(unitsPerDegree: number): Outline["scale"] {
  const unitsPerMetre = unitsPerDegree / METRES_PER_DEGREE;
  const longest = (WIDTH * 0.3) / unitsPerMetre;
  const power = 10 ** Math.floor(Math.log10(longest));
  const metres = ([5, 2, 1].find((step) => step * power <= longest) ?? 1) * power;
  return { metres, length: round(metres * unitsPerMetre) };
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

function minOf(values: readonly number[]): number {
  return values.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
}

function maxOf(values: readonly number[]): number {
  return values.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
}
