// The live picture as the server serves it to an officer: `GET /api/v1/picture`.

import type { Status } from "../live/wire.ts";

export interface Picture {
  readonly at: number;
  /** Number of the last journal entry it stands on. */
  readonly head: number;
  readonly site: Site;
  readonly warnings: readonly Warning[];
  readonly sirens: readonly Siren[];
  readonly screens: Screens;
  readonly feeds: readonly Feed[];
  readonly headcounts: readonly Headcount[];
  readonly incidents: readonly Incident[];
  readonly standing_orders: readonly StandingOrder[];
}

export interface Site {
  readonly id: string;
  readonly name: string;
  readonly status?: Status | null;
  readonly languages: readonly string[];
  /** Where the server names them, they are offered; else they are typed. */
  readonly zones?: readonly string[];
  readonly dangers?: readonly string[];
}

export type WarningStage = "draft" | "submitted" | "returned" | "rejected" | "live" | "ended";

export interface Warning {
  readonly id: number;
  readonly danger: string;
  readonly status: Status;
  readonly stage: WarningStage;
  readonly ended: "all_clear" | "retracted" | "expired" | null;
  readonly confirmed: boolean;
  readonly drafted_by: string | null;
  /** The standing order that fired it without a human. */
  readonly fired_by: string | null;
  /** SHA-256 of the message that waits for approval, or of the last one issued. */
  readonly sha256: string | null;
  readonly zones: readonly string[];
  readonly expires: number | null;
  readonly footprint: Footprint | null;
  readonly alerts: readonly Alert[];
  readonly deliveries: readonly Delivery[];
}

export interface Footprint {
  readonly people: number;
  readonly sirens: number;
  readonly languages_missing: readonly string[];
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
  readonly target: string;
  readonly life: string;
  readonly at: number | null;
  readonly attempts: number;
  readonly why: string | null;
}

export interface Siren {
  readonly id: string;
  readonly link: "up" | "lost" | "never";
  readonly last_heard_ms: number | null;
  readonly last: { readonly alert: number; readonly life: string } | null;
}

export interface Screens {
  readonly connected: number;
  readonly last: { readonly alert: number; readonly acked: number } | null;
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

/** Who is said to have done it, or that nobody has claimed it. */
export interface Claim {
  readonly id: number;
  readonly kind: string;
  readonly statement: string;
  readonly as_reported_by: string;
  readonly said_at: number | null;
}

export interface StandingOrder {
  readonly id: string;
  readonly danger: string;
  readonly expires: number;
  readonly in_force: boolean;
}

/** Whether a document has the parts without which the console cannot speak. */
export function isPicture(value: unknown): value is Picture {
  const picture = value as Partial<Picture> | null;
  return (
    typeof picture === "object" &&
    picture !== null &&
    typeof picture.at === "number" &&
    typeof picture.site?.name === "string" &&
    [
      picture.warnings,
      picture.sirens,
      picture.feeds,
      picture.headcounts,
      picture.incidents,
      picture.standing_orders,
    ].every(Array.isArray)
  );
}
