// The live picture as the server serves it to an officer: `GET /api/v1/picture`.

import type { Status, Text } from "../live/wire.ts";

export interface Picture {
  readonly at: number;
  /** Number of the last journal entry it stands on. */
  readonly head: number;
  /** `null` until a site is declared. */
  readonly site: Site | null;
  readonly zones: readonly Zone[];
  /** Dangers that have words; where the server names none, they are typed. */
  readonly dangers?: readonly string[];
  /** The values that a danger's texts say, for those that say any. */
  readonly slots?: Readonly<Record<string, readonly SlotName[]>> | null;
  readonly warnings: readonly Warning[];
  readonly sirens: readonly Siren[];
  readonly screens: Screens;
  readonly feeds: readonly Feed[];
  readonly headcounts: readonly Headcount[];
  readonly incidents: readonly Incident[];
  readonly standing_orders: readonly StandingOrder[];
  readonly changes?: readonly Asked[];
  readonly by_key?: readonly MadeByKey[];
  /** Whether two officers hold tokens who could agree to a change. */
  readonly can_agree?: boolean;
}

export type SlotName = "minutes" | "distance_m" | "direction" | "phone" | "drift" | "destination";

/** What an officer adds, in the language that it is written in. */
export interface Note {
  readonly language: string;
  readonly text: string;
}

export interface Site {
  readonly id: string;
  readonly name: string;
  readonly status?: Status | null;
  readonly languages: readonly string[];
}

export interface Zone {
  readonly id: string;
  /** By language tag. */
  readonly names: Readonly<Record<string, string>>;
  /** How many people are usually in it: an estimate. */
  readonly people: number;
  /** Its outline, and others where it has several. */
  readonly ring?: readonly (readonly [latE6: number, lonE6: number])[] | null;
  readonly more?: readonly (readonly (readonly [latE6: number, lonE6: number])[])[] | null;
}

export type WarningStage = "draft" | "queued" | "submitted" | "returned" | "rejected" | "live" | "ended";

export interface Warning {
  readonly id: number;
  readonly danger: string;
  readonly status: Status;
  readonly stage: WarningStage;
  /** Who made it: this site, or a feed whose warning is relayed as it is. */
  readonly origin: "own" | { readonly feed: string };
  readonly ended: "all_clear" | "retracted" | "expired" | null;
  readonly ended_by: string | null;
  readonly confirmed: boolean;
  readonly drafted_by: string | null;
  readonly note?: Note | null;
  readonly slots?: Readonly<Record<string, string | number>>;
  readonly approved_by: string | null;
  readonly rejected: Reason | null;
  /** Given back to its author to mend. */
  readonly returned?: Reason | null;
  /** In whose hands it is while it waits. */
  readonly holder?: string | null;
  readonly held_since?: number | null;
  /** Whether a second officer has looked at an end that one gave alone. */
  readonly end_confirmed?: boolean;
  /** An update that waits for a second officer. */
  readonly proposal?: Proposal | null;
  /** What waits, in one line: real or exercise, what, where, how many. */
  readonly restated?: string | null;
  /** Both ends of what waits, agreed on together with it. */
  readonly corrections?: Corrections | null;
  /** The standing order that fired it without a human. */
  readonly fired_by: string | null;
  /** SHA-256 of the message that waits for approval. */
  readonly sha256: string | null;
  /** What that message says, by language tag. */
  readonly submitted_texts: Texts | null;
  readonly zones: readonly string[];
  readonly expires: number | null;
  readonly footprint: Footprint | null;
  readonly alerts: readonly Alert[];
  readonly deliveries: readonly Delivery[];
}

export interface Reason {
  readonly by: string;
  readonly reason: string;
}

type Texts = Readonly<Record<string, Text>>;

export type Change = "validity" | "area" | "danger" | "sound" | "values" | "note";

export interface Proposal {
  readonly by: string;
  readonly at: number;
  readonly sha256: string;
  readonly changes: readonly Change[];
  readonly zones: readonly string[];
  readonly texts: Texts;
}

export interface Corrections {
  readonly all_clear: Texts;
  readonly retraction: Texts;
}

export interface Footprint {
  readonly people: number;
  readonly sirens: number;
  readonly languages_missing: readonly string[];
  /** Who is registered there: of what has not left yet, null while people are being loaded. */
  readonly registered?: Registered | null;
  /** How many live there, registered or not, by the operator's grid. */
  readonly population?: Living;
}

export interface Living {
  readonly source: string;
  readonly people?: number;
  readonly covered_percent?: number;
  readonly unregistered?: number;
  readonly not_known?: string;
}

/** People who are in an area or care about a place in it. */
export interface Registered {
  readonly people: number;
  readonly warned: number;
  readonly devices: number;
  readonly by_language: Readonly<Record<string, number>>;
  readonly by_channel: Readonly<Record<string, number>>;
  readonly unreachable: number;
  readonly unproven: number;
  readonly paused: number;
  readonly quiet: number;
  readonly last_seen: number;
  readonly by_need: Readonly<Record<string, number>>;
  readonly in_another_language: number;
}

export interface Alert {
  readonly id: number;
  readonly n: number;
  readonly act: string;
  readonly sent: number;
  readonly identifier: string;
  readonly sha256: string;
  readonly headline: Readonly<Record<string, string>>;
}

export interface Delivery {
  readonly id?: number;
  readonly alert?: number;
  readonly target: string;
  readonly life: string;
  readonly at: number | null;
  readonly attempts: number;
  readonly why: string | null;
  /** When a siren was heard. */
  readonly heard?: number | null;
  /** How many parcels stand where, by channel. */
  readonly people?: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

/** What a siren says of itself, under its own signature. */
export interface SirenCondition {
  readonly power: { readonly kind: string; readonly percent?: number };
  readonly case: string;
  readonly sound: string;
  readonly voice: string;
  readonly disk: string;
  readonly broker: string;
  readonly tested?: { readonly at: number; readonly kind: string; readonly result: string } | null;
}

export interface SirenHealth {
  readonly pulse: "fresh" | "late" | "never";
  readonly holds: "same" | "other" | "unknown";
  readonly condition?: SirenCondition | null;
  readonly faults: readonly string[];
  /** Texts to it, or in its name, that nobody believed since the server started. */
  readonly not_believed: number;
  readonly last_not_believed: string | null;
}

export interface Siren {
  readonly id: string;
  readonly link: "up" | "lost" | "never";
  /** The ways on which it is reached at present. */
  readonly ways: readonly ("wire" | "mqtt")[];
  /** What it says of itself, and what was not believed of it. */
  readonly health?: SirenHealth;
  readonly last_heard_ms: number | null;
  readonly last: { readonly alert: number; readonly life: string; readonly at?: number | null; readonly why?: string | null } | null;
  readonly zone?: string;
  readonly place?: readonly [latE6: number, lonE6: number];
}

export interface Screens {
  readonly connected: number;
  /** Those that say which bulletin they show. */
  readonly answering: number;
  readonly last: { readonly alert: number; readonly connected: number; readonly acked: number } | null;
}

export interface Feed {
  readonly id: string;
  readonly health: "ok" | "failing" | "never";
  readonly last_ok: number | null;
  readonly last_error: string | null;
  readonly taken: number;
  readonly refused: number;
}

export interface Headcount {
  readonly id: number;
  readonly warning: number;
  readonly open: boolean;
  readonly expected: number;
  readonly safe: number;
  readonly need_help: number;
  readonly missing: number;
}

export interface Incident {
  readonly id: number;
  readonly warning: number | null;
  readonly assertions: readonly Assertion[];
  readonly claims: readonly Claim[];
}

export interface Assertion {
  readonly id: number;
  readonly kind: string;
  readonly statement: string;
  readonly as_reported_by: string;
  readonly said_at: number | null;
  readonly status: string;
}

/** A line about who did it, and who wrote it down when. */
export interface Claim {
  readonly id: number;
  readonly at: number;
  readonly by: string;
  readonly said:
    | { readonly claim: "nobody"; readonly as_of: number; readonly reported_by: string }
    | { readonly claim: "claimed"; readonly by: string; readonly channel: string }
    | { readonly claim: "attributed"; readonly to: string; readonly reported_by: string };
}

export interface StandingOrder {
  readonly id: string;
  readonly danger: string;
  readonly zones: readonly string[];
  readonly status: Status;
  readonly sensors?: readonly string[] | null;
  readonly sensors_in?: string | null;
  readonly sensors_min?: number | null;
  readonly within_ms?: number | null;
  readonly cap?: {
    readonly feed: string;
    readonly sender: string;
    readonly severity_from: string;
    readonly urgency_from?: string | null;
    readonly certainty_from?: string | null;
  } | null;
  readonly button?: { readonly officers: readonly string[] } | null;
  readonly pre_alert?: { readonly danger: string } | null;
  readonly silent_after_ms?: number | null;
  readonly people_max: number;
  readonly firings_per_hour_max: number;
  readonly hours?: { readonly time_zone: string; readonly from_min: number; readonly to_min: number } | null;
  readonly deputy?: string | null;
  readonly expires: number;
  /** What a second officer agrees to. */
  readonly sha256: string | null;
  readonly in_force: boolean;
  readonly proposed_by: string;
  readonly approved_by: string | null;
  readonly revoked_by: string | null;
  /** Languages that it would leave out at this moment, and why. */
  readonly left_out?: Readonly<Record<string, string>>;
}

/** A change that waits for two people. */
export interface Asked {
  readonly id: number;
  readonly of: string;
  /** What it does, line by line. */
  readonly says: readonly string[];
  /** What they agree to. */
  readonly sha256: string;
  readonly agreed: readonly Agreed[];
  readonly at: number;
  readonly expires: number | null;
}

/** A change that the site's key put in force, until two people have looked at it. */
export interface MadeByKey {
  readonly id: number;
  readonly says: readonly string[];
  readonly at: number;
  readonly reason: string;
  readonly confirmed: readonly Agreed[];
}

export interface Agreed {
  readonly by: string;
  readonly at: number;
}

/** Whether a document has the parts without which the console cannot speak. */
export function isPicture(value: unknown): value is Picture {
  const picture = value as Partial<Picture> | null;
  return (
    typeof picture === "object" &&
    picture !== null &&
    typeof picture.at === "number" &&
    typeof picture.head === "number" &&
    (picture.site === null || typeof picture.site?.name === "string") &&
    [
      picture.zones,
      picture.warnings,
      picture.sirens,
      picture.feeds,
      picture.headcounts,
      picture.incidents,
      picture.standing_orders,
    ].every(Array.isArray)
  );
}
