// Standing orders: permissions to warn without a human, each read whole before it is agreed to or ended.

import { h, type Child } from "../dom.ts";
import { statusWord } from "./actions.ts";
import { hash, type Deed } from "./dialog.ts";
import { mood, time } from "./parts.ts";
import type { Picture, StandingOrder } from "./picture.ts";
import { word } from "./speak.ts";

/** One card for each, those that wait for a second person first. */
export function orderCards({ standing_orders: all, at }: Picture): Child[] {
  if (all.length === 0) return [h("p", { class: "none" }, word("no_standing_order"))];
  const rank = (order: StandingOrder): number => (waits(order, at) ? 0 : order.in_force ? 1 : 2);
  return [...all]
    .sort((a, b) => rank(a) - rank(b) || a.id.localeCompare(b.id, "en", { numeric: true }))
    .map((order) => card(order, at));
}

/** The deed of a button on an order, if it is still there. */
export function aboutOrder(name: string, id: string, { standing_orders, at }: Picture): Deed | null {
  const order = standing_orders.find((one) => one.id === id);
  if (order === undefined) return null;
  const status = statusWord(order.status);
  const about = {
    status: order.status,
    banner: [status, word(order.status === "actual" ? "order_banner_actual" : "order_banner_exercise")],
    shown: () => [h("h3", null, h("bdi", null, order.id)), facts(order, at), hash(word("hash_order"), order.sha256)],
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
      question: word("order_question", { status }),
      effect: word("order_effect", { people: word("people_n", { n: order.people_max }) }),
      commit: word("order_commit", { id: order.id }),
      path: `${path}/approve`,
      body: () => ({ sha256: order.sha256 }),
    };
  if (name !== "end-order") return null;
  return {
    ...about,
    question: word("end_order_question", { status }),
    effect: word("end_order_effect"),
    commit: word("end_order_commit", { id: order.id }),
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
    h("details", { "data-key": `read-${order.id}` }, h("summary", null, word("what_permits")), facts(order, at)),
    h(
      "p",
      { class: "actions" },
      waits(order, at) && button("approve-order", word("read_put")),
      ends && button("end-order", word("end")),
    ),
  );
}

function standing(order: StandingOrder, at: number): Child {
  if (order.in_force) return [mood(word("in_force"), "good"), ` ${word("until_lower")} `, time(order.expires, at)];
  if (order.revoked_by !== null) return [mood(word("ended_lower"), "off"), ` ${word("by")} `, h("bdi", null, order.revoked_by)];
  if (order.expires <= at) return mood(word("expired"), "off");
  return [mood(word("waits_second"), "wait"), `, ${word("written_by_lower")} `, h("bdi", null, order.proposed_by)];
}

function facts(order: StandingOrder, at: number): HTMLElement {
  const row = (name: string, ...value: readonly Child[]): HTMLElement =>
    h("div", null, h("dt", null, name), h("dd", null, value));
  const { hours, left_out } = order;
  const left = Object.entries(left_out ?? {}).map(([tag, why]) => `${tag} (${why.replaceAll("_", " ")})`);
  return h(
    "dl",
    { class: "facts" },
    row(word("danger"), h("bdi", null, order.danger)),
    row(word("zones"), h("bdi", null, order.zones.join(", "))),
    row(word("fires_when"), h("bdi", null, trigger(order))),
    order.pre_alert != null && row(word("before_that"), h("bdi", null, word("pre_alert", { danger: order.pre_alert.danger }))),
    order.silent_after_ms != null &&
      row(word("silence"), word("silence_counts", { seconds: order.silent_after_ms / 1_000 })),
    row(word("people"), word("at_most", { n: order.people_max })),
    row(word("firings"), word("at_most_hour", { n: order.firings_per_hour_max })),
    row(
      word("hours"),
      hours == null
        ? word("always")
        : word("from_to", { from: clock(hours.from_min), to: clock(hours.to_min), zone: hours.time_zone }),
    ),
    row(word("deputy"), h("bdi", null, order.deputy ?? word("none"))),
    row(word("until"), time(order.expires, at)),
    row(word("written_by"), h("bdi", null, order.proposed_by)),
    order.approved_by !== null && row(word("agreed_by"), h("bdi", null, order.approved_by)),
    left.length > 0 && row(word("leaves_out"), mood(left.join(", "), "bad")),
  );
}

function trigger({ sensors, sensors_in, sensors_min, within_ms, cap, button }: StandingOrder): string {
  if (button != null) return word("trigger_button", { who: button.officers.join(", ") });
  if (cap != null) {
    const from = [cap.severity_from, cap.urgency_from, cap.certainty_from].filter((word) => word != null).join(", ");
    return word("trigger_cap", { sender: cap.sender, feed: cap.feed, from });
  }
  const how = { n: sensors_min ?? 1, seconds: (within_ms ?? 0) / 1_000 };
  if (sensors != null) return word("trigger_sensors", { ...how, who: sensors.join(", ") });
  return word("trigger_zone", { ...how, zone: sensors_in ?? word("unknown_zone") });
}

function clock(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
}
