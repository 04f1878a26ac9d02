// Watches the live wire of one Vigie server. Three promises: a bulletin comes once and in the state
// its signature deserves; a silence of two heartbeats is called "link_lost" and never "clear"; a
// lost connection comes back by itself, with jitter, from the number where it stopped.

import { deviceClock, restMs, type Clock } from "./live/clock.ts";
import { KeySource } from "./live/keys.ts";
import { concerns } from "./live/place.ts";
import {
  connect,
  transportsOf,
  type Connection,
  type Ears,
  type Sockets,
  type TransportName,
} from "./live/transport.ts";
import { Forged, type Signature } from "./live/verify.ts";
import type { Bulletin, Heartbeat } from "./live/wire.ts";

export type { Clock, Sockets, Signature, Bulletin, Heartbeat };
export { cellOf, concerns, lies, NEIGHBOURS_M, type Lies, type Place } from "./live/place.ts";
export type { Area, LiveEntry } from "./live/wire.ts";

/**
 * `connecting`: not connected, or not yet heard; `alive`: a heartbeat came in time;
 * `link_lost`: two heartbeats are missing, so nothing may be said about what is going on.
 */
export type LinkState = "connecting" | "alive" | "link_lost";

/** A signed text that was not believed. */
export interface Refused {
  readonly why: Forged["why"];
  readonly detail: string;
  /** Set when a bulletin given before as unchecked turned out forged: take it back. */
  readonly n: number | null;
}

export interface LiveOptions {
  /** Address of the server without a path, as `https://warn.example`. */
  readonly url: string;
  /** Each bulletin once; a second time only when an unchecked signature became a verified one. */
  readonly onBulletin: (bulletin: Bulletin, signature: Signature) => void;
  readonly onState: (state: LinkState) => void;
  readonly onHeartbeat?: (heartbeat: Heartbeat, signature: Signature) => void;
  readonly onRefused?: (refused: Refused) => void;
  /** The server no longer has what came before this number. */
  readonly onGap?: (from: number) => void;
  /** The server was restored from a backup and gives numbers again: drop every bulletin of before. */
  readonly onAnew?: () => void;
  /**
   * The coarse cell to ask for, by `cellOf`: bulletins of it and of 5 km around come, and `lies` says which
   * of them concern the place that stays on this device. Without it everything comes.
   */
  readonly cell?: string | null;
  /** Resume after this number instead of asking for what is live. */
  readonly since?: number;
  /** Silence that counts as lost, in milliseconds: two heartbeats of 10 s and 1 s of grace. */
  readonly lostAfterMs?: number;
  readonly clock?: Clock;
  readonly sockets?: Sockets;
  readonly fetch?: typeof globalThis.fetch;
  readonly subtle?: SubtleCrypto | undefined;
}

export interface LiveWatch {
  readonly state: LinkState;
  /** The greatest number received, `null` before the first. */
  readonly last: number | null;
  /** Looks at the clock and connects at once: for a device that wakes up or comes back on line. */
  wake(): void;
  stop(): void;
  /** Ends when everything received so far was judged. */
  settled(): Promise<void>;
}

export const LOST_AFTER_MS = 21_000;

/** How long a first heartbeat may take on a new connection, in milliseconds; doubled by each failure. */
const FIRST_BEAT_MS = 6_000;
/** How long a bulletin that a heartbeat names may be late before it is asked for, in milliseconds. */
const MISSING_GRACE_MS = 1_000;
/** How often one missing bulletin is asked for: a server that cannot give it is not asked for ever. */
const MISSING_ASKS_MAX = 3;
/** Numbers remembered to drop doubles: far more than a server keeps for resuming. */
const SEEN_MAX = 10_000;
/** Bulletins kept to be judged again when the keys arrive. */
const UNCHECKED_MAX = 256;
/** Texts waiting for their signature check; a server that sends faster is asked again later. */
const QUEUE_MAX = 1_024;

export function watchLive(options: LiveOptions): LiveWatch {
  return new Watch(options);
}

class Watch implements LiveWatch {
  state: LinkState = "connecting";
  last: number | null;

  private readonly clock: Clock;
  private readonly sockets: Sockets;
  private readonly transports: TransportName[];
  private lostAfterMs: number;
  private readonly keys: KeySource;

  private connection: Connection | null = null;
  private transport = 0;
  private tries = 0;
  /** Whether the open connection has given a heartbeat: then the same kind is tried again first. */
  private heard = false;
  /** Whether the open connection has given anything yet. */
  private fresh = true;
  /** A number to ask again from, below what was received, until a connection has served it. */
  private askFrom: number | null = null;
  private lastBeat: Heartbeat | null = null;
  private lastBeatHeardAt: number;
  /** The codes of what was seen: two of one number are of two journals. */
  private readonly seen = new Map<number, string>();
  private readonly unchecked = new Map<number, string>();
  private readonly refusedBefore = new Set<string>();
  private readonly asked = new Map<number, number>();
  private resyncedFrom = -1;
  /** What came up to this number, the caller has. */
  private held: number;
  private queue: Promise<void> = Promise.resolve();
  private queued = 0;
  private stopped = false;

  private cancelLost: () => void = () => {};
  private cancelFirstBeat: () => void = () => {};
  private cancelRetry: () => void = () => {};
  private cancelMissing: () => void = () => {};

  constructor(private readonly options: LiveOptions) {
    this.clock = options.clock ?? deviceClock;
    this.sockets = options.sockets ?? (globalThis as Sockets);
    this.transports = transportsOf(this.sockets);
    this.lostAfterMs = options.lostAfterMs ?? LOST_AFTER_MS;
    this.last = options.since ?? null;
    this.held = options.since ?? -1;
    this.lastBeatHeardAt = this.clock.now();
    this.keys = new KeySource({
      url: `${options.url.replace(/\/+$/, "")}/live/keys`,
      fetch: options.fetch ?? globalThis.fetch.bind(globalThis),
      subtle: "subtle" in options ? options.subtle : globalThis.crypto?.subtle,
      clock: this.clock,
      onKeys: () => this.judgeUnchecked(),
    });
    options.onState(this.state);
    this.armLost();
    this.open();
  }

  wake(): void {
    if (this.stopped) return;
    if (this.clock.now() - this.lastBeatHeardAt >= this.lostAfterMs) this.lose();
    if (this.connection === null) this.open();
  }

  stop(): void {
    this.stopped = true;
    this.keys.stop();
    this.drop();
    this.cancelLost();
    this.cancelRetry();
    this.cancelMissing();
  }

  async settled(): Promise<void> {
    let before: Promise<void>;
    do {
      before = this.queue;
      await before;
    } while (before !== this.queue);
  }

  // --- connection -----------------------------------------------------------------------------

  private open(): void {
    this.cancelRetry();
    this.drop();
    this.heard = false;
    this.fresh = true;
    const since = this.askFrom ?? this.last;
    const name = this.transports[this.transport % this.transports.length];
    if (name === undefined) return; // a device with neither kind of socket: the lost timer speaks
    const ears: Ears = {
      bulletin: (jws) => {
        this.fresh = false;
        this.enqueue(() => this.judgeBulletin(jws));
      },
      heartbeat: (jws) => {
        this.fresh = false;
        this.enqueue(() => this.judgeHeartbeat(jws, opened));
      },
      resync: (from) => {
        const { fresh } = this;
        this.enqueue(() => this.resync(from, fresh, opened));
      },
      closed: () => {
        if (this.connection === opened) this.fail();
      },
    };
    let opened: Connection | null = null;
    try {
      opened = connect(name, this.sockets, this.options.url, since, this.options.cell ?? null, ears);
    } catch {
      this.fail();
      return;
    }
    this.connection = opened;
    const patience = Math.min(this.lostAfterMs, FIRST_BEAT_MS * 2 ** Math.min(this.tries, 4));
    this.cancelFirstBeat = this.clock.after(patience, () => this.fail());
  }

  private drop(): void {
    this.cancelFirstBeat();
    this.connection?.close();
    this.connection = null;
  }

  /** The connection gave nothing, or ended: rest, then try again, the other way if there is one. */
  private fail(): void {
    this.drop();
    if (this.stopped) return;
    if (this.state === "alive") this.show("connecting");
    if (!this.heard) this.transport += 1;
    this.openLater(restMs(this.tries++, this.clock.random()));
  }

  private openLater(ms: number): void {
    this.cancelRetry();
    this.cancelRetry = this.clock.after(ms, () => this.open());
  }

  /**
   * First on a connection it means that the server no longer has what was asked for, and that all it
   * has follows. Later it means that this reader was too slow, and may ask for what it missed.
   */
  private resync(from: number, fresh: boolean, heardOn: Connection | null): void {
    if (heardOn !== this.connection) return;
    if (fresh) {
      this.options.onGap?.(from);
      return;
    }
    // The same number again is the same gap: asking a second time would change nothing.
    if (from <= this.resyncedFrom) return;
    this.resyncedFrom = from;
    this.again(Math.max(0, Math.min(this.last ?? from - 1, from - 1)));
  }

  /** Asks once more on a new connection of the same kind, not all readers in the same moment. */
  private again(since: number): void {
    this.askFrom = since;
    this.drop();
    this.openLater(restMs(0, this.clock.random()));
  }

  // --- state ----------------------------------------------------------------------------------

  private armLost(): void {
    this.cancelLost();
    this.cancelLost = this.clock.after(this.lostAfterMs, () => this.lose());
  }

  private lose(): void {
    if (this.stopped) return;
    this.cancelLost();
    this.show("link_lost");
    if (this.connection !== null) this.fail();
  }

  private show(state: LinkState): void {
    if (this.state === state) return;
    this.state = state;
    this.options.onState(state);
  }

  // --- signed texts, one after the other ------------------------------------------------------

  private enqueue(judge: () => Promise<void> | void): void {
    if (this.queued >= QUEUE_MAX) {
      this.fail();
      return;
    }
    this.queued += 1;
    this.queue = this.queue
      .then(() => this.keys.first)
      .then(() => (this.stopped ? undefined : judge()))
      .finally(() => {
        this.queued -= 1;
      });
  }

  private async judgeBulletin(jws: string): Promise<void> {
    const judged = await this.believe(jws, () => this.keys.ring.bulletin(jws));
    if (judged === null || this.stopped) return;
    const { bulletin, signature } = judged;
    const known = this.seen.get(bulletin.n);
    const isAnew = known !== undefined && known !== bulletin.code && signature.state === "verified";
    if (known !== undefined && !isAnew) return;
    if (isAnew) this.beginAnew();
    this.remember(bulletin.n, bulletin.code);
    if (signature.state === "unchecked" && signature.why === "no_keys") {
      if (this.unchecked.size < UNCHECKED_MAX) this.unchecked.set(bulletin.n, jws);
    }
    this.last = Math.max(this.last ?? 0, bulletin.n);
    this.options.onBulletin(bulletin, signature);
    this.connection?.received(bulletin.n);
    if (isAnew) this.again(0);
  }

  private async judgeHeartbeat(jws: string, heardOn: Connection | null): Promise<void> {
    const judged = await this.believe(jws, () => this.keys.ring.heartbeat(jws));
    // What an ended connection said is no sign of life.
    if (judged === null || this.stopped || heardOn !== this.connection) return;
    const { heartbeat, signature } = judged;
    if (this.lastBeat !== null && heartbeat.at <= this.lastBeat.at) {
      this.hearAgain(heartbeat, this.lastBeat);
      return;
    }
    const isAnew = this.lastBeat !== null && heartbeat.n < this.lastBeat.n;
    if (isAnew) this.beginAnew();
    this.lastBeat = heartbeat;
    // Two missed, and a second of grace.
    this.lostAfterMs = this.options.lostAfterMs ?? (2 * heartbeat.every_s + 1) * 1000;
    this.lastBeatHeardAt = this.clock.now();
    this.tries = 0;
    this.heard = true;
    this.askFrom = null;
    this.cancelFirstBeat();
    this.armLost();
    this.options.onHeartbeat?.(heartbeat, signature);
    this.show("alive");
    if (isAnew) {
      this.again(0);
    } else if (this.missing().length > 0) {
      this.cancelMissing();
      this.cancelMissing = this.clock.after(MISSING_GRACE_MS, () => this.askForMissing());
    }
  }

  /**
   * A heartbeat that was heard before proves no life: it may be a recording, or the server's latest,
   * given once more to a connection that came back. It extends nothing. While the first hearing still
   * counts, the same heartbeat shows that the connection is back; an older one shows nothing.
   */
  private hearAgain(again: Heartbeat, before: Heartbeat): void {
    this.heard = true;
    this.cancelFirstBeat();
    this.cancelFirstBeat = this.clock.after(this.lostAfterMs, () => this.fail());
    if (again.at === before.at && this.state === "connecting") this.show("alive");
  }

  /** The judgement, with a second look at the keys where one is unknown; `null` once refused. */
  private async believe<T>(jws: string, judge: () => Promise<T>): Promise<T | null> {
    try {
      return await judge().catch(async (error: unknown) => {
        if (!(error instanceof Forged) || error.why !== "unknown_key") throw error;
        await this.keys.reload();
        return judge();
      });
    } catch (error) {
      this.refuse(jws, error, null);
      return null;
    }
  }

  private refuse(jws: string, error: unknown, n: number | null): void {
    const mark = jws.slice(-86);
    if (this.refusedBefore.has(mark) && n === null) return;
    if (this.refusedBefore.size >= 64) this.refusedBefore.clear();
    this.refusedBefore.add(mark);
    const why = error instanceof Forged ? error.why : "signature";
    const detail = error instanceof Error ? error.message : String(error);
    this.options.onRefused?.({ why, detail, n });
  }

  /** The keys came after the bulletins: judge again what was given unchecked. */
  private judgeUnchecked(): void {
    const waiting = [...this.unchecked];
    this.unchecked.clear();
    for (const [n, jws] of waiting) {
      this.enqueue(async () => {
        try {
          const { bulletin, signature } = await this.keys.ring.bulletin(jws);
          this.options.onBulletin(bulletin, signature);
        } catch (error) {
          this.seen.delete(n);
          this.refuse(jws, error, n);
        }
      });
    }
  }

  private remember(n: number, code: string): void {
    if (this.seen.size >= SEEN_MAX) {
      for (const oldest of this.seen.keys()) {
        this.seen.delete(oldest);
        break;
      }
    }
    this.seen.set(n, code);
  }

  /** The numbers are those of another journal. */
  private beginAnew(): void {
    this.seen.clear();
    this.unchecked.clear();
    this.asked.clear();
    this.last = null;
    this.held = -1;
    this.resyncedFrom = -1;
    this.options.onAnew?.();
  }

  // --- bulletins that a heartbeat names and that never came -----------------------------------

  private missing(): number[] {
    const cell = this.options.cell ?? null;
    const comes = (this.lastBeat?.live ?? []).filter((entry) => concerns(entry, cell));
    const named = comes.map(({ n }) => n);
    return named.filter((n) => n > this.held && !this.seen.has(n));
  }

  private askForMissing(): void {
    const late = this.missing().filter((n) => (this.asked.get(n) ?? 0) < MISSING_ASKS_MAX);
    if (late.length === 0 || this.connection === null) return;
    for (const n of late) this.asked.set(n, (this.asked.get(n) ?? 0) + 1);
    this.again(Math.max(0, Math.min(...late) - 1));
  }
}
