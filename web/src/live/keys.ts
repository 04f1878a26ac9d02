// Fetches the server's keys and keeps asking until it has them. A first answer, good or bad, is
// waited for, so that a bulletin is not called unchecked only because it was faster than the keys.

import { restMs, type Clock } from "./clock.ts";
import { KeyRing } from "./verify.ts";

export interface KeySourceOptions {
  readonly url: string;
  readonly fetch: typeof globalThis.fetch;
  readonly subtle: SubtleCrypto | undefined;
  readonly clock: Clock;
  /** Called when a ring with keys replaced the one before. */
  readonly onKeys: () => void;
}

/** How long an unknown key may not cause another look at the list, in milliseconds. */
const RELOAD_REST_MS = 10_000;
/** How long one look may take, in milliseconds. */
const FETCH_MS_MAX = 5_000;

export class KeySource {
  /** The keys held now; empty until the first good answer. */
  ring = KeyRing.empty();
  /** Ends with the first answer, whatever it was. */
  readonly first: Promise<void>;

  private tries = 0;
  private loadedAt = Number.NEGATIVE_INFINITY;
  private cancelRetry: () => void = () => {};
  private stopped = false;

  constructor(private readonly options: KeySourceOptions) {
    this.first = this.load();
  }

  /** Looks again because a text named a key that is not on the ring; not more often than every 10 s. */
  async reload(): Promise<void> {
    if (this.options.clock.now() - this.loadedAt >= RELOAD_REST_MS) await this.load();
  }

  stop(): void {
    this.stopped = true;
    this.cancelRetry();
  }

  private async load(): Promise<void> {
    this.cancelRetry();
    this.loadedAt = this.options.clock.now();
    const ring = await this.fetchRing();
    if (this.stopped) return;
    if (ring !== null && ring.size > 0) {
      this.ring = ring;
      this.tries = 0;
      this.options.onKeys();
    } else if (this.ring.size === 0) {
      const rest = restMs(this.tries++, this.options.clock.random());
      this.cancelRetry = this.options.clock.after(rest, () => void this.load());
    }
  }

  private async fetchRing(): Promise<KeyRing | null> {
    try {
      const answer = await this.options.fetch(this.options.url, {
        cache: "no-cache",
        signal: AbortSignal.timeout(FETCH_MS_MAX),
      });
      return answer.ok ? await KeyRing.from(await answer.json(), this.options.subtle) : null;
    } catch {
      return null;
    }
  }
}
