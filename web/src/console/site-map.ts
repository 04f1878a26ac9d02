// The zones of the site with their sirens and what is live in them, drawn from their own numbers. It is
// never the only way: whatever it shows stands in a table, and what it chooses is a box in a list.

import { h, s, type Child } from "../dom.ts";
import { ordered, unturned } from "../language.ts";
import type { Area, PointE6 } from "../live/wire.ts";
import { frame, outlineOf, path, type Outline } from "../map.ts";
import { drawWorld, type Land } from "../world.ts";
import type { Picture, Siren, Zone } from "./picture.ts";
import { language, word } from "./speak.ts";
import { lifeWord } from "./words.ts";

/** Characters of a name on the map. */
const NAME_MAX = 18;

/** A zone by the name that the officer's language has for it, or another has, or by its id. */
export function zoneName(names: Readonly<Record<string, string>>, id: string): string {
  return names[ordered(Object.keys(names), [language, "en"])[0] ?? ""] ?? id;
}

export function siteMap(picture: Picture, land: Land | null, chosen: ReadonlySet<string>): Child {
  const drawn = picture.zones.filter((zone) => rings(zone).length > 0);
  const area: Area = { desc: "", polygons: drawn.flatMap(rings), circles: [], geocodes: [] };
  const outline = outlineOf(area);
  if (outline === null) return h("p", { class: "none" }, word("map_none"));
  const live = new Map(
    picture.warnings.filter(({ stage }) => stage === "live").flatMap(({ zones, status }) => zones.map((zone) => [zone, status] as const)),
  );
  for (const { stage, zones, status } of picture.warnings) {
    if (stage === "live" && status === "actual") for (const zone of zones) live.set(zone, status);
  }
  return h(
    "figure",
    { class: "site-map" },
    frame(
      outline,
      word("map_zones"),
      land,
      drawn.map((zone) => zoneShape(zone, outline, chosen.has(zone.id), live.get(zone.id))),
      picture.sirens.map((siren) => sirenMark(siren, outline)),
      drawn.map((zone) => zoneWord(zone, outline, chosen.has(zone.id))),
    ),
    land !== null && drawWorld(area, land, picture.site?.name ?? ""),
  );
}

/** The outlines of a zone as the picture has them; a zone without numbers has none. */
function rings({ ring, more }: Zone): readonly (readonly PointE6[])[] {
  return [ring ?? [], ...(more ?? [])].filter((one) => one.length >= 3);
}

function zoneShape(zone: Zone, { spot }: Outline, isChosen: boolean, live: string | undefined): Child {
  return s(
    "g",
    { class: "map-zone", "data-zone": zone.id, "data-chosen": isChosen, "data-live": live ?? null },
    rings(zone).map((ring) => s("path", { d: path(ring.map(([lat, lon]) => spot(lat / 1e6, lon / 1e6))) })),
  );
}

/** The name of a zone over everything else, cut where it would run into the next; the list has it whole. */
function zoneWord(zone: Zone, { spot }: Outline, isChosen: boolean): Child {
  const name = unturned(zoneName(zone.names, zone.id));
  const [x, y] = middle((rings(zone)[0] ?? []).map(([lat, lon]) => spot(lat / 1e6, lon / 1e6)));
  const cut = name.length > NAME_MAX ? `${name.slice(0, NAME_MAX - 1)}…` : name;
  return s(
    "text",
    { class: "map-text map-middle map-word map-zone-word", "data-zone": zone.id, x, y },
    `${isChosen ? "✓ " : ""}${cut}`,
  );
}

function middle(ring: readonly (readonly [number, number])[]): readonly [number, number] {
  const n = Math.max(1, ring.length);
  return [Math.round(ring.reduce((sum, [x]) => sum + x, 0) / n), Math.round(ring.reduce((sum, [, y]) => sum + y, 0) / n)];
}

/** A siren by its shape: whole, hollow where its link is lost, crossed where it is silent. */
function sirenMark(siren: Siren, { at }: Outline): Child {
  if (siren.place === undefined) return null;
  const [x, y] = at(siren.place[0] / 1e6, siren.place[1] / 1e6);
  const isBad = siren.link !== "up" || (siren.last !== null && lifeWord(siren.last.life)[1] === "bad");
  return s(
    "g",
    { class: "map-siren", "data-bad": isBad },
    s("title", null, siren.id),
    s("path", { d: `M${x} ${y - 7}l7 12h-14z` }),
    isBad && s("path", { class: "map-cross", d: `M${x - 7} ${y - 6}l14 12m0 -12l-14 12` }),
  );
}
