// Time and chance as the live client sees them, so that a test can hold them still.

export interface Clock {
  /** Milliseconds since some fixed moment. */
  now(): number;
  /** Runs `then` once after `ms`; the answer calls it off. */
  after(ms: number, then: () => void): () => void;
  /** From 0 to just under 1. */
  random(): number;
}

export const deviceClock: Clock = {
  now: () => Date.now(),
  after(ms, then) {
    const id = setTimeout(then, ms);
    return () => clearTimeout(id);
  },
  random: () => Math.random(),
};

/** Shortest rest before a reconnect, in milliseconds: a server that restarts is given a breath. */
export const RETRY_MIN_MS = 200;
/** Longest rest before a reconnect, in milliseconds: a warning must not wait longer for its reader. */
export const RETRY_MAX_MS = 10_000;

/**
 * How long to rest before try number `tries` (from 0). Spread over the whole range, so that a
 * hundred thousand readers who lost the same server do not come back in the same moment.
 */
export function restMs(tries: number, random: number): number {
  const ceiling = Math.min(RETRY_MAX_MS, 1_000 * 2 ** Math.min(tries, 10));
  return Math.round(RETRY_MIN_MS + random * (ceiling - RETRY_MIN_MS));
}
