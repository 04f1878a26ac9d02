// What travels on the live wire, read strictly: a bulletin that cannot be read whole is refused
// whole, because half a warning shown as a whole one is worse than a refusal that is counted.

export type Status = "exercise" | "actual";
export type Act = "alert" | "update" | "all_clear" | "retraction" | "expiry";

/** Latitude and longitude in millionths of a degree. */
export type PointE6 = readonly [lat: number, lon: number];

export interface Area {
  readonly desc: string;
  readonly polygons: readonly (readonly PointE6[])[];
  /** Centre latitude and longitude in millionths of a degree, radius in metres. */
  readonly circles: readonly (readonly [number, number, number])[];
  readonly geocodes: readonly (readonly [name: string, value: string])[];
}

export interface Text {
  readonly headline: string;
  readonly description: string;
  readonly instruction: string;
  /** The title of a push and two lines of sixteen characters; empty where the site has none. */
  readonly push?: string;
  readonly display?: string;
}

export interface CapSource {
  readonly identifier: string;
  readonly sender: string;
  readonly sent: string;
  readonly sha256: string;
  readonly href: string;
}

/** What an update changes; a page says it in its reader's words. */
export type Change =
  | { readonly what: "validity"; readonly until: number | null }
  | { readonly what: "area"; readonly added: readonly string[] }
  | { readonly what: "danger"; readonly danger: string }
  | { readonly what: "sound" }
  | { readonly what: "values" }
  | { readonly what: "note" };

export interface Bulletin {
  /** The number by which a reader resumes and forgets doubles. */
  readonly n: number;
  readonly warning: number;
  readonly alert: number;
  /** The first warning of its event: the same for all that overlap. */
  readonly event: number;
  readonly act: Act;
  /** Whether sirens sound it. */
  readonly sounds: boolean;
  readonly changes: readonly Change[];
  readonly status: Status;
  readonly danger: string;
  readonly severity: string;
  readonly urgency: string;
  readonly certainty: string;
  /** Milliseconds since 1970. */
  readonly sent: number;
  /** Milliseconds since 1970; `null` when the end is not set in advance. */
  readonly expires: number | null;
  readonly source: string;
  /** The short code that people compare by eye or by telephone. */
  readonly code: string;
  readonly cap: CapSource;
  readonly area: Area;
  /** By language tag. */
  readonly texts: Readonly<Record<string, Text>>;
}

export interface LiveEntry {
  readonly warning: number;
  readonly alert: number;
  readonly n: number;
  readonly act: Act;
  readonly status: Status;
  readonly expires: number | null;
  /** Cells whose listeners get its bulletin; `null` where everybody does. */
  readonly cells: readonly string[] | null;
}

export interface Heartbeat {
  /** The server's clock, milliseconds since 1970. */
  readonly at: number;
  /** Another follows within so many seconds. */
  readonly every_s: number;
  readonly n: number;
  /** Every warning that is live, by its latest bulletin. */
  readonly live: readonly LiveEntry[];
}

/** Says which field of a signed text is not as agreed. */
export class Unreadable extends Error {
  override readonly name = "Unreadable";
}

export function readBulletin(json: unknown): Bulletin {
  const b = version1(json);
  return {
    n: count(b, "n"),
    warning: count(b, "warning"),
    alert: count(b, "alert"),
    // Servers before these members sounded whatever was no silent update, which they did not tell apart.
    event: b["event"] === undefined ? count(b, "warning") : count(b, "event"),
    act: act(b),
    sounds: b["sounds"] !== false,
    changes: b["changes"] === undefined ? [] : list(b, "changes").flatMap(change),
    status: status(b),
    danger: text(b, "danger"),
    severity: text(b, "severity"),
    urgency: text(b, "urgency"),
    certainty: text(b, "certainty"),
    sent: count(b, "sent"),
    expires: countOrNull(b, "expires"),
    source: text(b, "source"),
    code: text(b, "code"),
    cap: cap(b),
    area: area(b),
    texts: texts(b),
  };
}

/** The usual time between heartbeats, in seconds, where one does not say. */
const HEARTBEAT_S = 10;

export function readHeartbeat(json: unknown): Heartbeat {
  const h = version1(json);
  return {
    at: count(h, "at"),
    every_s: h["every_s"] === undefined ? HEARTBEAT_S : count(h, "every_s"),
    n: count(h, "n"),
    live: list(h, "live").map((item) => {
      const entry = fields(item, "live[]");
      return {
        warning: count(entry, "warning"),
        alert: count(entry, "alert"),
        n: count(entry, "n"),
        act: act(entry),
        status: status(entry),
        expires: countOrNull(entry, "expires"),
        cells: (entry["cells"] ?? null) === null ? null : list(entry, "cells").map(String),
      };
    }),
  };
}

const ACTS: readonly string[] = ["alert", "update", "all_clear", "retraction", "expiry"];

type Fields = Readonly<Record<string, unknown>>;

function version1(json: unknown): Fields {
  const all = fields(json, "the payload");
  if (all["v"] !== 1) throw new Unreadable(`v is ${String(all["v"])}, this page reads 1`);
  return all;
}

function act(from: Fields): Act {
  const value = text(from, "act");
  if (!ACTS.includes(value)) throw new Unreadable(`act is ${value}`);
  return value as Act;
}

function status(from: Fields): Status {
  const value = text(from, "status");
  if (value !== "exercise" && value !== "actual") throw new Unreadable(`status is ${value}`);
  return value;
}

/** A kind of change that is not known is passed over: the wire may grow. */
function change(item: unknown): Change[] {
  const c = fields(item, "changes[]");
  const kind = text(c, "what");
  switch (kind) {
    case "validity":
      return [{ what: "validity", until: countOrNull(c, "until") }];
    case "area":
      return [{ what: "area", added: list(c, "added").map(String) }];
    case "danger":
      return [{ what: "danger", danger: text(c, "danger") }];
    case "sound":
    case "values":
    case "note":
      return [{ what: kind }];
    default:
      return [];
  }
}

/** Whether an update says nothing but that it goes on: shown, and no second alarm. */
export function goesOnUnchanged({ act, sounds, changes }: Bulletin): boolean {
  return act === "update" && !sounds && changes.length > 0 && changes.every(({ what }) => what === "validity");
}

function cap(from: Fields): CapSource {
  const c = fields(from["cap"], "cap");
  const sent = c["sent"];
  return {
    identifier: text(c, "identifier"),
    sender: text(c, "sender"),
    sent: typeof sent === "number" ? String(sent) : text(c, "sent"),
    sha256: text(c, "sha256"),
    href: text(c, "href"),
  };
}

function area(from: Fields): Area {
  const a = fields(from["area"], "area");
  return {
    desc: text(a, "desc"),
    polygons: list(a, "polygons").map((ring) => {
      if (!Array.isArray(ring)) throw new Unreadable("area.polygons[] is not a list of points");
      return ring.map((point) => {
        const [lat, lon] = numbers(point, 2, "area.polygons[][]");
        return onGlobe(lat as number, lon as number);
      });
    }),
    circles: list(a, "circles").map((circle) => {
      const [lat, lon, radius] = numbers(circle, 3, "area.circles[]") as [number, number, number];
      onGlobe(lat, lon);
      if (radius < 0) throw new Unreadable("area.circles[] has a negative radius");
      return [lat, lon, radius] as const;
    }),
    geocodes: list(a, "geocodes").map((pair) => {
      if (!Array.isArray(pair) || pair.length !== 2 || pair.some((x) => typeof x !== "string")) {
        throw new Unreadable("area.geocodes[] is not a pair of texts");
      }
      return [pair[0] as string, pair[1] as string] as const;
    }),
  };
}

function onGlobe(lat: number, lon: number): PointE6 {
  if (Math.abs(lat) > 90e6 || Math.abs(lon) > 180e6) {
    throw new Unreadable(`area has a point off the globe: ${lat}, ${lon} (millionths of a degree)`);
  }
  return [lat, lon];
}

function texts(from: Fields): Record<string, Text> {
  const all = fields(from["texts"], "texts");
  const read: [string, Text][] = Object.entries(all).map(([language, value]) => {
    const t = fields(value, `texts.${language}`);
    return [
      language,
      {
        headline: text(t, "headline"),
        description: textOrNone(t, "description"),
        instruction: textOrNone(t, "instruction"),
        push: textOrNone(t, "push"),
        display: textOrNone(t, "display"),
      },
    ];
  });
  return Object.fromEntries(read);
}

function fields(value: unknown, where: string): Fields {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new Unreadable(`${where} is not an object`);
  }
  return value as Fields;
}

function list(from: Fields, key: string): readonly unknown[] {
  const value = from[key];
  if (!Array.isArray(value)) throw new Unreadable(`${key} is not a list`);
  return value;
}

function text(from: Fields, key: string): string {
  const value = from[key];
  if (typeof value !== "string") throw new Unreadable(`${key} is not a text`);
  return value;
}

function textOrNone(from: Fields, key: string): string {
  const value = from[key];
  return value === null || value === undefined ? "" : text(from, key);
}

function count(from: Fields, key: string): number {
  const value = from[key];
  if (typeof value !== "number" || !Number.isSafeInteger(value) || value < 0) {
    throw new Unreadable(`${key} is not a whole number of 0 or more`);
  }
  return value;
}

function countOrNull(from: Fields, key: string): number | null {
  return from[key] === null || from[key] === undefined ? null : count(from, key);
}

function numbers(value: unknown, length: number, where: string): number[] {
  if (
    !Array.isArray(value) ||
    value.length !== length ||
    value.some((x) => typeof x !== "number" || !Number.isFinite(x))
  ) {
    throw new Unreadable(`${where} is not ${length} numbers`);
  }
  return value as number[];
}
