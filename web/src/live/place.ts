// Decides on the device whether a bulletin concerns it; nothing of the place leaves it. The server is
// given a coarse cell. The same as crates/client in Rust, line for line, and held to the same cases:
// two people side by side must read the same.

import type { Area, LiveEntry, PointE6 } from "./wire.ts";

/** How far around an area people need to know of it, in metres: half an hour's walk. */
export const NEIGHBOURS_M = 5_000;
/** The Earth's mean radius, in metres. */
const RADIUS_M = 6_371_008.8;
/** Longest part of an edge that is taken as straight through the globe, in degrees. */
const STRAIGHT_DEGREES = 0.25;
/** Most parts of one edge. */
const PARTS_MAX = 1_440;
/** The finest cell that a server keeps, about 5 km by 5 km, in characters. */
export const CELL_LEVEL_MAX = 5;

/** Where a device is, in degrees, and codes of its place that it knows, such as that of its district. */
export interface Place {
  readonly lat: number;
  readonly lon: number;
  readonly geocodes?: readonly (readonly [name: string, value: string])[];
}

/**
 * `within`: in the area, its border counts; `near`: not more than 5 km from it; `unknown`: the area is
 * said by codes alone, none of which the device knows, so it is shown.
 */
export type Lies = "within" | "near" | "elsewhere" | "unknown";

type Corner = readonly [lat: number, lon: number];
type Xyz = readonly [number, number, number];

export function lies(area: Area, place: Place): Lies {
  const rings = area.polygons.map(unrolled);
  const circles = area.circles.filter(([, , radius]) => radius >= 0);
  const known = place.geocodes ?? [];
  const within =
    rings.some((ring) => ringHolds(ring, place)) ||
    circles.some((circle) => beyondM(circle, place) <= 0) ||
    area.geocodes.some(([name, value]) => known.some((one) => one[0] === name && one[1] === value));
  if (within) return "within";
  if (rings.length === 0 && area.circles.length === 0) return "unknown";
  const near =
    rings.some((ring) => borderM(ring, place) <= NEIGHBOURS_M) ||
    circles.some((circle) => beyondM(circle, place) <= NEIGHBOURS_M);
  return near ? "near" : "elsewhere";
}

const LETTERS = "0123456789bcdefghjkmnpqrstuvwxyz";

/** The cell of a place: a geohash of 1 to 5 characters; each less is thirty-two times as large. */
export function cellOf({ lat, lon }: Place, level = CELL_LEVEL_MAX): string {
  const ranges = { lat: [-90, 90] as [number, number], lon: [-180, 180] as [number, number] };
  let name = "";
  let isLon = true;
  for (let letter = 0; letter < Math.min(Math.max(level, 1), CELL_LEVEL_MAX); letter++) {
    let number = 0;
    for (let bit = 0; bit < 5; bit++) {
      const range = isLon ? ranges.lon : ranges.lat;
      const middle = (range[0] + range[1]) / 2;
      const isUpper = (isLon ? lon : lat) >= middle;
      range[isUpper ? 0 : 1] = middle;
      number = number * 2 + (isUpper ? 1 : 0);
      isLon = !isLon;
    }
    name += LETTERS[number];
  }
  return name;
}

/** Whether a listener with this cell gets the bulletin that a heartbeat names: if not, it is not missing. */
export function concerns(entry: Pick<LiveEntry, "cells">, cell: string | null): boolean {
  if (cell === null || entry.cells === null) return true;
  return entry.cells.some((one) => one.startsWith(cell) || cell.startsWith(one));
}

/**
 * The ring in degrees, each corner the short way from the one before, so that longitudes may leave
 * ±180°; closed over the pole if it goes around one. Half the globe is taken as it is drawn, and so is
 * a parallel all the way around.
 */
function unrolled(ring: readonly PointE6[]): Corner[] {
  const corners: Corner[] = [];
  let turned = 0;
  for (const [at, [latE6, lonE6]] of ring.entries()) {
    const before = ring[at - 1];
    if (before !== undefined) {
      const way = lonE6 - before[1];
      const isAround = Math.abs(way) === 360_000_000 && latE6 === before[0];
      if (Math.abs(way) > 180_000_000 && !isAround) turned -= Math.sign(way) * 360;
    }
    corners.push([latE6 / 1e6, lonE6 / 1e6 + turned]);
  }
  const [first, last] = [corners[0], corners.at(-1)];
  if (first === undefined || last === undefined) return corners;
  if (Math.abs(last[1] - first[1]) > 180) {
    const sum = corners.reduce((all, [lat]) => all + lat, 0);
    const pole = sum < 0 ? -90 : 90;
    corners.push([pole, last[1]], [pole, first[1]], first);
  } else if (first[0] !== last[0] || first[1] !== last[1]) {
    corners.push(first);
  }
  return corners;
}

function edges(ring: readonly Corner[]): [Corner, Corner][] {
  return ring.slice(1).map((to, from) => [ring[from] as Corner, to]);
}

function ringHolds(ring: readonly Corner[], { lat: y, lon }: Place): boolean {
  return [-360, 0, 360].some((turn) => {
    const x = lon + turn;
    let inside = false;
    for (const [from, to] of edges(ring)) {
      if (onEdge(y, x, from, to)) return true;
      const [y1, x1] = from;
      const [y2, x2] = to;
      if (y1 > y !== y2 > y && x < x1 + ((y - y1) / (y2 - y1)) * (x2 - x1)) inside = !inside;
    }
    return inside;
  });
}

/** Whether a point is on an edge, as exactly as millionths of a degree are. */
function onEdge(y: number, x: number, [y1, x1]: Corner, [y2, x2]: Corner): boolean {
  const [dy, dx] = [y2 - y1, x2 - x1];
  const length2 = dy * dy + dx * dx;
  const along = length2 > 0 ? clamped(((y - y1) * dy + (x - x1) * dx) / length2, 0, 1) : 0;
  const [offY, offX] = [y - y1 - along * dy, x - x1 - along * dx];
  return offY * offY + offX * offX <= 1e-14;
}

/** How far a place is outside a circle, in metres. */
function beyondM([lat, lon, radius]: Area["circles"][number], place: Place): number {
  return arcM(distance(xyz(lat / 1e6, lon / 1e6), xyz(place.lat, place.lon))) - radius;
}

/** How far a place is from the border of a ring, in metres. */
function borderM(ring: readonly Corner[], place: Place): number {
  const here = xyz(place.lat, place.lon);
  let nearest = Infinity;
  for (const [[y1, x1], [y2, x2]] of edges(ring)) {
    const longest = Math.max(Math.abs(y2 - y1), Math.abs(x2 - x1));
    const parts = clamped(Math.ceil(longest / STRAIGHT_DEGREES), 1, PARTS_MAX);
    const at = (part: number): Xyz => xyz(y1 + ((y2 - y1) * part) / parts, x1 + ((x2 - x1) * part) / parts);
    for (let part = 0; part < parts; part++) nearest = Math.min(nearest, fromSegment(here, at(part), at(part + 1)));
  }
  return arcM(nearest);
}

/** A place on a globe of radius 1. */
function xyz(lat: number, lon: number): Xyz {
  const [phi, lambda] = [(lat * Math.PI) / 180, (lon * Math.PI) / 180];
  return [Math.cos(phi) * Math.cos(lambda), Math.cos(phi) * Math.sin(lambda), Math.sin(phi)];
}

function minus(a: Xyz, b: Xyz): Xyz {
  return [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
}

function dot(a: Xyz, b: Xyz): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

function distance(a: Xyz, b: Xyz): number {
  const way = minus(a, b);
  return Math.sqrt(dot(way, way));
}

function fromSegment(here: Xyz, a: Xyz, b: Xyz): number {
  const way = minus(b, a);
  const length2 = dot(way, way);
  const along = length2 > 0 ? clamped(dot(minus(here, a), way) / length2, 0, 1) : 0;
  return distance(here, [a[0] + along * way[0], a[1] + along * way[1], a[2] + along * way[2]]);
}

/** The way over the ground, by the straight way through it. */
function arcM(chord: number): number {
  return 2 * RADIUS_M * Math.asin(Math.min(chord / 2, 1));
}

function clamped(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, least), most);
}
