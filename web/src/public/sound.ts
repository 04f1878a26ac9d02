// Sound and vibration, if the reader allows them: a warning, an end and a lost link each have their own,
// made on the device. A browser lets a page sound only after a touch; until then the page says so.

import type { Bulletin } from "../live.ts";

/** `waits`: the reader wants it, and the browser wants a touch first. */
export type SoundState = "none" | "off" | "waits" | "on";

export type Signal = "actual" | "exercise" | "end" | "lost";

const KEY = "vigie-sound";
/** From a finger that comes down to the click that it makes, in milliseconds. */
const SAME_TOUCH_MS = 700;

interface Part {
  readonly hertz: number;
  /** Milliseconds. */
  readonly long: number;
  readonly rest: number;
}

const times = (n: number, ...parts: readonly Part[]): Part[] => Array.from({ length: n }, () => parts).flat();

const SIGNALS: Readonly<Record<Signal, { readonly parts: readonly Part[]; readonly buzz: readonly number[] }>> = {
  actual: {
    parts: times(6, { hertz: 960, long: 300, rest: 0 }, { hertz: 660, long: 300, rest: 0 }),
    buzz: [600, 150, 600, 150, 600, 150, 600],
  },
  exercise: { parts: times(2, { hertz: 520, long: 180, rest: 220 }), buzz: [150, 150, 150] },
  end: { parts: [{ hertz: 520, long: 1_200, rest: 0 }], buzz: [400] },
  lost: { parts: times(3, { hertz: 220, long: 150, rest: 150 }), buzz: [100, 100, 100, 100, 100] },
};

/** What a bulletin is signalled with; nothing where the warning only goes on, silently. */
export function signalOf({ act, status, sounds }: Bulletin): Signal | null {
  switch (act) {
    case "alert":
    case "update":
      return sounds || act === "alert" ? status : null;
    case "all_clear":
    case "retraction":
    case "expiry":
      return "end";
  }
}

export class Sound {
  state: SoundState = "off";
  private context: AudioContext | null = null;
  private wokenAt = Number.NEGATIVE_INFINITY;

  constructor(private readonly onState: () => void) {
    if (typeof AudioContext === "undefined") this.state = "none";
    else if (keep() === "on") this.wake();
    addEventListener("pointerdown", () => this.resume());
    addEventListener("keydown", () => this.resume());
  }

  /** The reader's button. */
  toggle(): void {
    if (this.state === "none") return;
    // The touch that the browser waited for may have been on this very button: it is then on, as was wanted.
    if (performance.now() - this.wokenAt < SAME_TOUCH_MS) return;
    if (this.state === "on") {
      keep("off");
      this.show("off");
      void this.context?.suspend();
      return;
    }
    keep("on");
    this.wake();
    this.resume();
  }

  signal(signal: Signal): void {
    if (this.state === "off" || this.state === "none") return;
    const { parts, buzz } = SIGNALS[signal];
    // Absent on some devices, refused on others: the sound and the page are there all the same.
    navigator.vibrate?.([...buzz]);
    const { context } = this;
    if (context === null || context.state !== "running") return;
    let at = context.currentTime;
    for (const { hertz, long, rest } of parts) {
      const tone = context.createOscillator();
      const volume = context.createGain();
      tone.type = signal === "actual" ? "square" : "sine";
      tone.frequency.value = hertz;
      volume.gain.value = 0.3;
      tone.connect(volume).connect(context.destination);
      tone.start(at);
      tone.stop(at + long / 1_000);
      at += (long + rest) / 1_000;
    }
  }

  private wake(): void {
    this.context ??= new AudioContext();
    this.context.onstatechange = () => this.look();
    this.look();
  }

  private resume(): void {
    if (this.state === "waits" || this.state === "on") void this.context?.resume().catch(() => {});
  }

  private look(): void {
    if (keep() !== "on") return;
    const isRunning = this.context?.state === "running";
    if (isRunning && this.state === "waits") this.wokenAt = performance.now();
    this.show(isRunning ? "on" : "waits");
  }

  private show(state: SoundState): void {
    if (this.state === state) return;
    this.state = state;
    this.onState();
  }
}

/** What the reader chose, kept on the device; a device that keeps nothing is asked again. */
let chosen: "on" | "off" | null = null;
function keep(choice?: "on" | "off"): "on" | "off" {
  try {
    if (choice !== undefined) localStorage.setItem(KEY, choice);
    if (choice === "off") localStorage.removeItem(KEY);
    chosen = localStorage.getItem(KEY) === "on" ? "on" : "off";
  } catch {
    chosen = choice ?? chosen ?? "off";
  }
  return chosen;
}
