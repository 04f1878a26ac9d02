// Bulletins and pictures for tests: a full one each, to be changed where a test needs it.

import type { Bulletin, Heartbeat, LiveEntry } from "../../src/live/wire.ts";
import type { Asked, Picture, SirenCondition, SirenHealth, StandingOrder, Warning } from "../../src/console/picture.ts";

/** 12 October 2025, 02:14 UTC. */
export const T0 = Date.UTC(2025, 9, 12, 2, 14, 0);

export type Wired<T> = T & { readonly v: 1 };

export function bulletin(changes: Partial<Bulletin> = {}): Wired<Bulletin> {
  return {
    v: 1,
    n: 7,
    warning: 3,
    alert: 7,
    event: 3,
    act: "alert",
    sounds: true,
    changes: [],
    status: "actual",
    danger: "rockets",
    severity: "Extreme",
    urgency: "Immediate",
    certainty: "Observed",
    sent: T0,
    expires: T0 + 3_600_000,
    source: "Embassy duty office",
    code: "7Q4K-92MX",
    cap: {
      identifier: "urn:vigie:embassy:3:7",
      sender: "duty@embassy.example",
      sent: "2025-10-12T02:14:00-00:00",
      sha256: "ab".repeat(32),
      href: "/cap/urn:vigie:embassy:3:7.xml",
    },
    area: {
      desc: "Compound and 300 m around it",
      polygons: [
        [
          [33_300_000, 44_390_000],
          [33_306_000, 44_391_000],
          [33_305_000, 44_400_000],
          [33_299_000, 44_398_000],
          [33_300_000, 44_390_000],
        ],
      ],
      circles: [[33_302_500, 44_395_000, 300]],
      geocodes: [["VIGIE-ZONE", "compound"]],
    },
    texts: {
      en: {
        headline: "Rockets: take cover now",
        description: "Rockets were detected coming towards the compound.",
        instruction: "Go to the nearest shelter. Stay away from windows.",
      },
      fr: {
        headline: "Roquettes : mettez-vous à l’abri",
        description: "Des roquettes approchent de l’enceinte.",
        instruction: "Allez à l’abri le plus proche. Éloignez-vous des fenêtres.",
      },
      ar: {
        headline: "صواريخ: احتموا الآن",
        description: "رُصدت صواريخ متجهة نحو المجمّع.",
        instruction: "اذهبوا إلى أقرب ملجأ. ابتعدوا عن النوافذ.",
      },
    },
    ...changes,
  };
}

/** The line by which a heartbeat names a bulletin. */
export function entry({ warning, alert, n, act, status, expires }: Bulletin): LiveEntry {
  return { warning, alert, n, act, status, expires, cells: null };
}

export function heartbeat(at: number, n: number, live: readonly LiveEntry[] = []): Wired<Heartbeat> {
  return { v: 1, at, every_s: 10, n, live };
}

export function warning(changes: Partial<Warning> = {}): Warning {
  return {
    id: 3,
    danger: "rockets",
    status: "exercise",
    stage: "live",
    origin: "own",
    ended: null,
    ended_by: null,
    confirmed: true,
    drafted_by: "officer-a",
    approved_by: "officer-b",
    rejected: null,
    fired_by: null,
    sha256: null,
    submitted_texts: null,
    zones: ["compound", "north-gate"],
    expires: T0 + 3_600_000,
    footprint: { people: 1240, sirens: 12, languages_missing: [] },
    alerts: [
      {
        id: 7,
        n: 7,
        act: "alert",
        sent: T0,
        identifier: "urn:vigie:embassy:3:7",
        sha256: "ab".repeat(32),
        headline: { en: "Rockets: take cover now", ar: "صواريخ: احتموا الآن" },
      },
    ],
    deliveries: [
      { id: 1, alert: 7, target: "siren-01", life: "heard", at: T0 + 900, heard: T0 + 900, attempts: 1, why: null },
      { id: 2, alert: 7, target: "siren-02", life: "accepted", at: T0 + 400, attempts: 1, why: null },
      { id: 3, alert: 7, target: "siren-03", life: "silent", at: T0 + 4_000, attempts: 3, why: "microphone heard nothing" },
      { id: 4, alert: 7, target: "live", life: "published", at: T0 + 20, attempts: 1, why: null },
    ],
    ...changes,
  };
}

/** A warning that waits for its second officer, with what it would say. */
export function waiting(changes: Partial<Warning> = {}): Warning {
  return warning({
    stage: "submitted",
    approved_by: null,
    sha256: "ab".repeat(32),
    submitted_texts: bulletin().texts,
    alerts: [],
    deliveries: [],
    ...changes,
  });
}

/** How a siren is: well, but for the changes. */
export function health(changes: Partial<SirenCondition> = {}, faults: readonly string[] = []): SirenHealth {
  const well: SirenCondition = { power: { kind: "mains" }, case: "shut", sound: "works", voice: "untried", disk: "works", broker: "held" };
  return { pulse: "fresh", holds: "same", condition: { ...well, ...changes }, faults, not_believed: 0, last_not_believed: null };
}

export function picture(changes: Partial<Picture> = {}): Picture {
  return {
    at: T0 + 60_000,
    head: 41,
    site: {
      id: "embassy",
      name: "Embassy, capital",
      status: "exercise",
      languages: ["en", "fr", "ar"],
    },
    zones: [
      {
        id: "compound",
        names: { en: "Compound", ar: "المجمّع" },
        people: 900,
        ring: [[33_300_000, 44_390_000], [33_304_000, 44_390_000], [33_304_000, 44_398_000], [33_300_000, 44_398_000]],
      },
      {
        id: "north-gate",
        names: { ar: "البوابة الشمالية" },
        people: 340,
        ring: [[33_304_000, 44_391_000], [33_306_500, 44_393_000], [33_304_000, 44_396_000]],
      },
    ],
    dangers: ["rockets", "fire"],
    warnings: [warning()],
    sirens: [
      {
        id: "siren-01",
        zone: "compound",
        place: [33_301_000, 44_392_000],
        link: "up",
        ways: ["wire", "mqtt"],
        last_heard_ms: T0 + 59_000,
        last: { alert: 7, life: "heard", at: T0 + 900, why: null },
        health: health({ tested: { at: T0 - 7_200_000, kind: "silent", result: "passed" } }),
      },
      {
        id: "siren-02",
        zone: "compound",
        place: [33_303_000, 44_396_500],
        link: "up",
        ways: ["wire"],
        last_heard_ms: T0 + 58_000,
        last: { alert: 7, life: "accepted", at: T0 + 400, why: null },
        health: health({ power: { kind: "battery", percent: 18 }, case: "open", broker: "away" }, ["its case is open", "its battery is at 18 %"]),
      },
      {
        id: "siren-03",
        zone: "north-gate",
        place: [33_305_000, 44_393_500],
        link: "up",
        ways: ["mqtt"],
        last_heard_ms: T0 + 58_500,
        last: { alert: 7, life: "silent", at: T0 + 4_000, why: "it accepted the order, and nothing was heard" },
      },
      { id: "siren-04", link: "lost", ways: [], last_heard_ms: T0 - 90_000, last: { alert: 7, life: "given_up" } },
      { id: "siren-05", link: "never", ways: [], last_heard_ms: null, last: null },
    ],
    screens: { connected: 2000, answering: 1999, last: { alert: 7, connected: 2000, acked: 1998 } },
    feeds: [
      { id: "meteo", health: "ok", last_ok: T0, last_error: null, taken: 120, refused: 3 },
      { id: "ministry", health: "failing", last_ok: T0 - 600_000, last_error: "connection refused", taken: 4, refused: 0 },
    ],
    headcounts: [{ id: 9, warning: 3, open: true, expected: 46, safe: 40, need_help: 1, missing: 5 }],
    incidents: [
      {
        id: 5,
        warning: 3,
        assertions: [
          {
            id: 1,
            kind: "casualties",
            statement: "No deaths.",
            as_reported_by: "spokesperson of the embassy",
            said_at: T0 + 50_000,
            status: "reported",
          },
        ],
        claims: [
          {
            id: 2,
            at: T0 + 56_000,
            by: "officer-r",
            said: { claim: "nobody", as_of: T0 + 55_000, reported_by: "press office" },
          },
        ],
      },
    ],
    standing_orders: [order()],
    changes: [],
    by_key: [],
    can_agree: true,
    ...changes,
  };
}

export function order(changes: Partial<StandingOrder> = {}): StandingOrder {
  return {
    id: "rockets-2-of-3",
    danger: "rockets",
    zones: ["compound"],
    status: "exercise",
    sensors: ["north", "east", "south"],
    sensors_min: 2,
    within_ms: 5_000,
    silent_after_ms: 60_000,
    people_max: 1_500,
    firings_per_hour_max: 4,
    hours: { time_zone: "Asia/Baghdad", from_min: 0, to_min: 390 },
    deputy: "officer-c",
    expires: T0 + 86_400_000,
    sha256: "0d".repeat(32),
    in_force: true,
    proposed_by: "officer-a",
    approved_by: "officer-b",
    revoked_by: null,
    left_out: {},
    ...changes,
  };
}

/** A change that nobody has agreed to yet. */
export function asked(changes: Partial<Asked> = {}): Asked {
  return {
    id: 12,
    of: "site",
    says: ["officer dalia is added: drafter, approver, in compound, for ACTUAL, at most 5000 people", "siren mast-1 is taken out: it sounds no more"],
    sha256: "c4".repeat(32),
    agreed: [],
    at: T0,
    expires: T0 + 604_800_000,
    ...changes,
  };
}

/** A warning that waits, with who is registered where it would go and how many live there. */
export function counted(changes: Parameters<typeof waiting>[0] = {}): ReturnType<typeof waiting> {
  return waiting({
    footprint: {
      people: 1240,
      sirens: 12,
      languages_missing: [],
      registered: {
        people: 1031,
        warned: 987,
        devices: 1502,
        by_language: { ar: 611, en: 376 },
        by_channel: { mail: 540, sms: 962 },
        unreachable: 29,
        unproven: 14,
        paused: 11,
        quiet: 4,
        last_seen: 23,
        by_need: { deaf: 3, wheelchair: 12 },
        in_another_language: 2,
      },
      population: { source: "Census 2025", people: 18400, unregistered: 17369, covered_percent: 97 },
    },
    ...changes,
  });
}
