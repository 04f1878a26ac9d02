// Coasts and borders for the maps: Natural Earth 1:110m (public domain) from the locked package
// world-atlas, written as steps of hundredths of a degree. A ring that crosses the antimeridian runs on
// beyond it, and one around a pole is closed over the pole.

import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { feature, mesh } from "topojson-client";

/** An esbuild plugin that answers `import land from "vigie:land"`. */
export const landPlugin = {
  name: "vigie-land",
  setup(build) {
    build.onResolve({ filter: /^vigie:land$/ }, () => ({ path: "coasts", namespace: "vigie-land" }));
    build.onLoad({ filter: /.*/, namespace: "vigie-land" }, async () => ({
      contents: `export default JSON.parse(${JSON.stringify(JSON.stringify(await land()))});`,
      loader: "js",
    }));
  },
};

async function land() {
  const path = createRequire(import.meta.url).resolve("world-atlas/countries-110m.json");
  const world = JSON.parse(await readFile(path, "utf8"));
  const { features } = feature(world, world.objects.land);
  const rings = features.flatMap(({ geometry }) => geometry.coordinates.map(([outer]) => outer));
  const borders = mesh(world, world.objects.countries, (a, b) => a !== b).coordinates;
  return { land: rings.map((ring) => steps(overThePole(unrolled(ring)))), borders: borders.map((line) => steps(unrolled(line))) };
}

function unrolled(line) {
  let turned = 0;
  return line.map(([lon, lat], i) => {
    const before = line[i - 1];
    if (before !== undefined && Math.abs(lon - before[0]) > 180) turned -= Math.sign(lon - before[0]) * 360;
    return [lon + turned, lat];
  });
}

function overThePole(ring) {
  const [first, last] = [ring[0], ring.at(-1)];
  if (Math.abs(last[0] - first[0]) < 180) return ring;
  const pole = first[1] < 0 ? -90 : 90;
  return [...ring, [last[0], pole], [first[0], pole]];
}

function steps(line) {
  const whole = line.map(([lon, lat]) => [Math.round(lon * 100), Math.round(lat * 100)]);
  return whole.flatMap(([lon, lat], i) => {
    const [lonBefore, latBefore] = whole[i - 1] ?? [0, 0];
    return [lon - lonBefore, lat - latBefore];
  });
}
