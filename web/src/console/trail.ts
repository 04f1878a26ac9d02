// What this console saw each delivery go through. The picture tells where a delivery stands and since when;
// the steps before are kept here as they were seen, and one that was never seen is not invented.

import type { Delivery } from "./picture.ts";

export interface Step {
  readonly life: string;
  readonly at: number | null;
}

/** Deliveries followed: more than a large site has live at a time. */
const FOLLOWED_MAX = 20_000;
const trails = new Map<number, Step[]>();

/** Remembers where deliveries stand. */
export function follow(deliveries: readonly Delivery[]): void {
  for (const { id, life, at } of deliveries) {
    if (id === undefined) continue;
    const steps = trails.get(id);
    if (steps === undefined) {
      const oldest = trails.size >= FOLLOWED_MAX ? trails.keys().next().value : undefined;
      if (oldest !== undefined) trails.delete(oldest);
      trails.set(id, [{ life, at }]);
    } else if (steps.at(-1)?.life !== life) {
      steps.push({ life, at });
    }
  }
}

export function trailOf({ id, life, at }: Delivery): readonly Step[] {
  return (id === undefined ? undefined : trails.get(id)) ?? [{ life, at }];
}

/** Another officer, another journal: nothing of before. */
export function forgetTrails(): void {
  trails.clear();
}
