// A clock that stands still until told, and sockets that a test holds by both ends.

import type { Clock } from "../../src/live/clock.ts";
import type { Sockets } from "../../src/live/transport.ts";

export class FakeClock implements Clock {
  chance = 0.5;
  private at = 1_000_000;
  private nextId = 0;
  private readonly timers = new Map<number, { readonly at: number; readonly then: () => void }>();

  now(): number {
    return this.at;
  }

  random(): number {
    return this.chance;
  }

  after(ms: number, then: () => void): () => void {
    const id = this.nextId++;
    this.timers.set(id, { at: this.at + ms, then });
    return () => void this.timers.delete(id);
  }

  get pending(): number {
    return this.timers.size;
  }

  /** Lets time pass, firing what is due in its order. */
  advance(ms: number): void {
    const end = this.at + ms;
    for (;;) {
      const due = [...this.timers].filter(([, timer]) => timer.at <= end).sort(([, a], [, b]) => a.at - b.at)[0];
      if (due === undefined) break;
      const [id, timer] = due;
      this.timers.delete(id);
      this.at = Math.max(this.at, timer.at);
      timer.then();
    }
    this.at = end;
  }

  /** Lets time pass for everyone but the timers, as on a device that sleeps. */
  sleep(ms: number): void {
    this.at += ms;
  }
}

export class FakeSocket {
  readonly sent: string[] = [];
  readyState = 1;
  closed = false;
  private readonly listeners: [string, (event: { data?: unknown }) => void][] = [];

  constructor(
    readonly kind: "ws" | "sse",
    readonly url: string,
  ) {}

  addEventListener(type: string, listener: (event: { data?: unknown }) => void): void {
    this.listeners.push([type, listener]);
  }
  send(text: string): void {
    this.sent.push(text);
  }
  close(): void {
    this.closed = true;
  }

  /** The server's end: sends a bulletin, heartbeat or resync as this kind of socket carries it. */
  give(type: "bulletin" | "heartbeat" | "resync", content: string | number, n = 0): void {
    if (this.kind === "sse") {
      const data = type === "resync" ? JSON.stringify({ from: content }) : content;
      this.fire(type, data);
    } else {
      const frame = type === "resync" ? { type, from: content } : { type, jws: content, ...(type === "bulletin" ? { n } : {}) };
      this.fire("message", JSON.stringify(frame));
    }
  }
  /** The connection ends. */
  break(): void {
    this.fire(this.kind === "ws" ? "close" : "error", undefined);
  }
  fire(type: string, data: unknown): void {
    for (const [wanted, listener] of this.listeners) if (wanted === type) listener({ data });
  }
}

/** Constructors that keep every socket they made. */
export function fakeSockets(): { readonly sockets: Sockets; readonly made: FakeSocket[] } {
  const made: FakeSocket[] = [];
  const maker = (kind: "ws" | "sse"): new (url: string) => FakeSocket =>
    class extends FakeSocket {
      constructor(url: string) {
        super(kind, url);
        made.push(this);
      }
    };
  return { sockets: { WebSocket: maker("ws"), EventSource: maker("sse") }, made };
}
