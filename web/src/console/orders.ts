// Standing orders: permissions to warn without a human, each read whole before it is agreed to or ended.

import { h, type Child } from "../dom.ts";
import { number, statusWord } from "./actions.ts";
import { hash, type Deed } from "./dialog.ts";
import { mood, time } from "./parts.ts";
import type { Picture, StandingOrder } from "./picture.ts";

/** One card for each, those that wait for a second person first. */
export function orderCards({ standing_orders: all, at }: Picture): Child[] {
  if (all.length === 0) return [h("p", { class: "none" }, "No standing order.")];
  const rank = (order: StandingOrder): number => (waits(order, at) ? 0 : order.in_force ? 1 : 2);
  return [...all]
    .sort((a, b) => rank(a) - rank(b) || a.id.localeCompare(b.id, "en", { numeric: true }))
    .map((order) => card(order, at));
}

/** The deed of a button on an order, if it is still there. */
export function aboutOrder(name: string, id: string, { standing_orders, at }: Picture): Deed | null {
  const order = standing_orders.find((one) => one.id === id);
  if (order === undefined) return null;
  const word = statusWord(order.status);
  const about = {
    status: order.status,
    banner: [word, order.status === "actual" ? "It warns for real, without asking." : "It fires exercises alone."],
    shown: () => [h("h3", null, h("bdi", null, order.id)), facts(order, at), hash("Order", order.sha256)],
    asked: () => null,
    changed({ standing_orders: all }: Picture) {
      const now = all.find((one) => one.id === id);
      return now === undefined || now.sha256 !== order.sha256 || now.revoked_by !== order.revoked_by;
    },
  } as const;
  const path = `/api/v1/standing-orders/${encodeURIComponent(id)}`;
  if (name === "approve-order")
    return {
      ...about,
      question: `Put this ${word} standing order in force?`,
      effect: `From then on it warns up to ${number(order.people_max)} people by itself, until it expires or one officer ends it.`,
      commit: `Put ${order.id} in force`,
      path: `${path}/approve`,
      body: () => ({ sha256: order.sha256 }),
    };
  if (name !== "end-order") return null;
  return {
    ...about,
    question: `End this ${word} standing order?`,
    effect: "It fires no more. What it has fired goes on until somebody ends that. One officer is enough.",
    commit: `End ${order.id}`,
    path: `${path}/revoke`,
    body: () => ({}),
  };
}

function waits({ approved_by, revoked_by, expires }: StandingOrder, at: number): boolean {
  return approved_by === null && revoked_by === null && expires > at;
}

function card(order: StandingOrder, at: number): HTMLElement {
  const key = `order-${order.id}`;
  const ends = order.revoked_by === null && order.expires > at;
  const button = (action: string, label: string): HTMLElement =>
    h("button", { type: "button", "data-key": action, "data-action": action, "data-order": order.id }, label);
  return h(
    "article",
    { class: "order", "data-key": key, "data-status": order.status, "aria-labelledby": key },
    h("h3", { id: key }, h("bdi", null, order.id), " · ", h("bdi", null, order.danger), ` · ${statusWord(order.status)}`),
    h("p", null, standing(order, at)),
    h("details", { "data-key": `read-${order.id}` }, h("summary", null, "What it permits"), facts(order, at)),
    h(
      "p",
      { class: "actions" },
      waits(order, at) && button("approve-order", "Read and put in force"),
      ends && button("end-order", "End"),
    ),
  );
}

function standing(order: StandingOrder, at: number): Child {
  if (order.in_force) return [mood("in force", "good"), " until ", time(order.expires, at)];
  if (order.revoked_by !== null) return [mood("ended", "off"), " by ", h("bdi", null, order.revoked_by)];
  if (order.expires <= at) return mood("expired", "off");
  return [mood("waits for a second officer", "wait"), ", written by ", h("bdi", null, order.proposed_by)];
}

function facts(order: StandingOrder, at: number): HTMLElement {
  const row = (name: string, ...value: readonly Child[]): HTMLElement =>
    h("div", null, h("dt", null, name), h("dd", null, value));
  const { hours, left_out } = order;
  const left = Object.entries(left_out ?? {}).map(([tag, why]) => `${tag} (${why.replaceAll("_", " ")})`);
  return h(
    "dl",
    { class: "facts" },
    row("Danger", h("bdi", null, order.danger)),
    row("Zones", h("bdi", null, order.zones.join(", "))),
    row("Fires when", h("bdi", null, trigger(order))),
    order.pre_alert != null && row("Before that", h("bdi", null, `${order.pre_alert.danger}, while it is not sure`)),
    order.silent_after_ms != null &&
      row("Silence", `a sensor that is silent for ${seconds(order.silent_after_ms)} counts as agreeing`),
    row("People", `at most ${number(order.people_max)}`),
    row("Firings", `at most ${number(order.firings_per_hour_max)} an hour`),
    row("Hours", hours == null ? "always" : `${clock(hours.from_min)} to ${clock(hours.to_min)}, ${hours.time_zone}`),
    row("Deputy", h("bdi", null, order.deputy ?? "none")),
    row("Until", time(order.expires, at)),
    row("Written by", h("bdi", null, order.proposed_by)),
    order.approved_by !== null && row("Agreed to by", h("bdi", null, order.approved_by)),
    left.length > 0 && row("Leaves out", mood(left.join(", "), "bad")),
  );
}

function trigger({ sensors, sensors_in, sensors_min, within_ms, cap, button }: StandingOrder): string {
  if (button != null) return `one of these presses its button: ${button.officers.join(", ")}`;
  if (cap != null) {
    const from = [cap.severity_from, cap.urgency_from, cap.certainty_from].filter((word) => word != null).join(", ");
    return `${cap.sender} says so by the feed ${cap.feed}, at least ${from}, with a signature of the feed`;
  }
  const among = sensors != null ? `of ${sensors.join(", ")}` : `of the sensors in ${sensors_in ?? "an unknown zone"}`;
  return `${sensors_min ?? 1} ${among} report it within ${seconds(within_ms ?? 0)}`;
}

function seconds(ms: number): string {
  return `${number(ms / 1000)} s`;
}

function clock(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
}
