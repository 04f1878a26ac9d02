// Keeps the picture fresh: a stream while it flows, a look every ten seconds while it is silent, and
// the word "link_lost" when neither gave a picture for two heartbeats. It never guesses.

import { deviceClock, restMs } from "../live/clock.ts";
import { LOST_AFTER_MS, type LinkState } from "../live.ts";
import type { Api, Problem } from "./api.ts";
import { isPicture, type Picture } from "./picture.ts";
import { readStream } from "./sse.ts";

export interface PictureEars {
  readonly onPicture: (picture: Picture) => void;
  readonly onState: (state: LinkState) => void;
  /** The token is not, or no longer, accepted. */
  readonly onUnauthorized: (problem: Problem) => void;
}

/** A silence of the stream after which the picture is asked for, in milliseconds. */
const ASK_AFTER_MS = 9_000;
const LOOK_EVERY_MS = 1_000;

export class PictureFeed {
  private state: LinkState = "connecting";
  private freshAt = Date.now();
  private asking = false;
  private tries = 0;
  private head = -1;
  private readonly ended = new AbortController();
  private readonly ticking: ReturnType<typeof setInterval>;

  constructor(
    private readonly api: Api,
    private readonly ears: PictureEars,
  ) {
    this.ticking = setInterval(() => this.tick(), LOOK_EVERY_MS);
    void this.ask();
    void this.follow();
  }

  stop(): void {
    clearInterval(this.ticking);
    this.ended.abort();
  }

  /** Asks for a picture at once, as after an action. */
  async ask(): Promise<void> {
    if (this.asking || this.ended.signal.aborted) return;
    this.asking = true;
    const answer = await this.api.picture();
    this.asking = false;
    if (this.ended.signal.aborted) return;
    if (answer.ok) this.take(answer.value);
    else if (answer.problem.status === 401 || answer.problem.status === 403) {
      this.ears.onUnauthorized(answer.problem);
    }
  }

  private tick(): void {
    const silence = Date.now() - this.freshAt;
    if (silence >= LOST_AFTER_MS) this.show("link_lost");
    if (silence >= ASK_AFTER_MS) void this.ask();
  }

  private async follow(): Promise<void> {
    while (!this.ended.signal.aborted) {
      try {
        const answer = await this.api.openStream(this.ended.signal);
        if (answer.ok && answer.body !== null) {
          await readStream(answer.body, (type, data) => {
            if (type === "picture") this.hear(data);
          });
        }
      } catch {
        // An ended or refused stream is tried again below; the silence is what the officer is told.
      }
      if (this.ended.signal.aborted) return;
      await new Promise<void>((resolve) => {
        setTimeout(resolve, restMs(this.tries++, deviceClock.random()));
      });
    }
  }

  private hear(data: string): void {
    let picture: unknown;
    try {
      picture = JSON.parse(data) as unknown;
    } catch {
      return;
    }
    if (isPicture(picture)) {
      this.tries = 0;
      this.take(picture);
    }
  }

  private take(picture: Picture): void {
    this.freshAt = Date.now();
    this.show("alive");
    // An answer to an older question may overtake the stream: the journal's number decides.
    if (picture.head < this.head) return;
    this.head = picture.head;
    this.ears.onPicture(picture);
  }

  private show(state: LinkState): void {
    if (this.state === state) return;
    this.state = state;
    this.ears.onState(state);
  }
}
