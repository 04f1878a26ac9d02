// What is known of every warning, from bulletins and heartbeats alone. Pure: it holds no element and
// no clock, and it never makes "ended" out of silence: an end is said by a signed bulletin, or by a
// signed heartbeat that no longer lists a warning it would have to list.

import { concerns } from "./live/place.ts";
import type { Signature } from "./live/verify.ts";
import type { Bulletin, Heartbeat, LiveEntry } from "./live/wire.ts";

/** Where a warning stands for a reader. */
export type Stage =
  | "live"
  | "all_clear"
  | "retracted"
  | "expired"
  /** No longer listed as live, and the bulletin that ended it did not reach this reader. */
  | "ended_unseen";

/** One warning as it can be shown. */
export interface Shown {
  readonly warning: number;
  readonly stage: Stage;
  /** The latest bulletin. */
  readonly bulletin: Bulletin;
  readonly signature: Signature;
  /** When its first known bulletin was sent, milliseconds since 1970. */
  readonly since: number;
  /** A heartbeat names a later bulletin of it that has not arrived. */
  readonly updateMissing: boolean;
}

/** Ended warnings kept for the reader; older ones leave first. */
const ENDED_KEPT_MAX = 20;

interface Story {
  latest: { bulletin: Bulletin; signature: Signature };
  since: number;
  unlisted: boolean;
  /** The latest bulletin that a heartbeat named. */
  announced: number;
}

export class Board {
  private readonly stories = new Map<number, Story>();
  private heartbeat: Heartbeat | null = null;

  /** For a reader who asked for one cell: what went to others is not expected here. */
  constructor(
    private readonly cell: string | null = null,
    /** Ended warnings kept; older ones leave first. */
    private readonly endedMax = ENDED_KEPT_MAX,
  ) {}

  read(bulletin: Bulletin, signature: Signature): void {
    const story = this.stories.get(bulletin.warning);
    if (story === undefined) {
      const latest = { bulletin, signature };
      this.stories.set(bulletin.warning, { latest, since: bulletin.sent, unlisted: false, announced: 0 });
    } else {
      story.since = Math.min(story.since, bulletin.sent);
      if (bulletin.n >= story.latest.bulletin.n) story.latest = { bulletin, signature };
    }
    this.compareWithHeartbeat();
    this.forgetOldEnds();
  }

  beat(heartbeat: Heartbeat): void {
    this.heartbeat = heartbeat;
    this.compareWithHeartbeat();
  }

  /** The numbers begin anew: what is known is of a journal that the server no longer has. */
  forget(): void {
    this.stories.clear();
    this.heartbeat = null;
  }

  /** Takes back a bulletin that turned out forged, and with it what was known through it. */
  takeBack(n: number): void {
    for (const [warning, story] of this.stories) {
      if (story.latest.bulletin.n === n) this.stories.delete(warning);
    }
  }

  /** All known warnings: actual before exercise, live before ended, worst first, newest first. */
  shown(): Shown[] {
    return [...this.stories.entries()]
      .map(([warning, story]) => ({
        warning,
        stage: stageOf(story),
        bulletin: story.latest.bulletin,
        signature: story.latest.signature,
        since: story.since,
        updateMissing: story.announced > story.latest.bulletin.n,
      }))
      .sort((a, b) => rank(a) - rank(b) || b.bulletin.n - a.bulletin.n);
  }

  /** Live warnings whose text has not arrived. */
  textless(): LiveEntry[] {
    const live = this.heartbeat?.live ?? [];
    return live.filter((entry) => !this.stories.has(entry.warning) && concerns(entry, this.cell));
  }

  /** The server's clock at the last heartbeat. */
  get serverTime(): number | null {
    return this.heartbeat?.at ?? null;
  }

  private compareWithHeartbeat(): void {
    const beat = this.heartbeat;
    if (beat === null) return;
    const listed = new Map(beat.live.map(({ warning, n }) => [warning, n]));
    for (const [warning, story] of this.stories) {
      story.announced = listed.get(warning) ?? 0;
      // A bulletin younger than the heartbeat cannot be in its list yet.
      story.unlisted = !listed.has(warning) && story.latest.bulletin.n <= beat.n;
    }
  }

  private forgetOldEnds(): void {
    const ended = [...this.stories.entries()]
      .filter(([, story]) => stageOf(story) !== "live")
      .sort(([, a], [, b]) => b.latest.bulletin.n - a.latest.bulletin.n);
    for (const [warning] of ended.slice(this.endedMax)) this.stories.delete(warning);
  }
}

function stageOf(story: Story): Stage {
  switch (story.latest.bulletin.act) {
    case "all_clear":
      return "all_clear";
    case "retraction":
      return "retracted";
    case "expiry":
      return "expired";
    case "alert":
    case "update":
      return story.unlisted ? "ended_unseen" : "live";
  }
}

const SEVERITIES = ["extreme", "severe", "moderate", "minor"];

function rank({ stage, bulletin }: Shown): number {
  const severity = SEVERITIES.indexOf(bulletin.severity.toLowerCase());
  return (
    (stage === "live" ? 0 : 100) +
    (bulletin.status === "actual" ? 0 : 10) +
    (severity < 0 ? SEVERITIES.length : severity)
  );
}
