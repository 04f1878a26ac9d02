// One connection to the live wire, by WebSocket or by Server-Sent Events, with the same ears for
// both. It knows nothing of numbers, signatures or states: it carries texts and says when it ended.

/** What a connection reports. After `closed` it is silent. */
export interface Ears {
  bulletin(jws: string): void;
  heartbeat(jws: string): void;
  resync(from: number): void;
  closed(): void;
}

/** One open connection. */
export interface Connection {
  /** Tells the server that a bulletin arrived; only a WebSocket can. */
  received(n: number): void;
  /** Ends it without a word to the ears. */
  close(): void;
}

export type TransportName = "ws" | "sse";

/** The parts of the browser's sockets that are used, so that a test can give its own. */
export interface SocketLike {
  addEventListener(type: string, listener: (event: { data?: unknown }) => void): void;
  close(): void;
}
export interface WebSocketLike extends SocketLike {
  readonly readyState: number;
  send(text: string): void;
}
export interface Sockets {
  readonly WebSocket?: (new (url: string) => WebSocketLike) | undefined;
  readonly EventSource?: (new (url: string) => SocketLike) | undefined;
}

/** Which of the two this device has, the preferred one first. */
export function transportsOf(sockets: Sockets): TransportName[] {
  const names: TransportName[] = [];
  if (sockets.WebSocket !== undefined) names.push("ws");
  if (sockets.EventSource !== undefined) names.push("sse");
  return names;
}

/** Opens a connection that resumes after number `since`, or `null` for what is live; of one cell, or `null` for all. */
export function connect(
  name: TransportName,
  sockets: Sockets,
  base: string,
  since: number | null,
  cell: string | null,
  ears: Ears,
): Connection {
  const asked = [since === null ? "" : `since=${since}`, cell === null ? "" : `cell=${cell}`].filter(Boolean);
  const query = asked.length === 0 ? "" : `?${asked.join("&")}`;
  const root = base.replace(/\/+$/, "");
  return name === "ws"
    ? openWebSocket(sockets, `${root.replace(/^http/, "ws")}/live/ws${query}`, ears)
    : openEventSource(sockets, `${root}/live${query}`, ears);
}

const WS_OPEN = 1;

function openWebSocket(sockets: Sockets, url: string, ears: Ears): Connection {
  if (sockets.WebSocket === undefined) throw new TypeError("this device has no WebSocket");
  const socket = new sockets.WebSocket(url);
  let done = false;
  const end = (): void => {
    if (done) return;
    done = true;
    ears.closed();
  };
  socket.addEventListener("message", ({ data }) => {
    if (!done) hearFrame(data, ears);
  });
  socket.addEventListener("close", end);
  socket.addEventListener("error", end);
  return {
    received(n) {
      if (!done && socket.readyState === WS_OPEN) socket.send(JSON.stringify({ received: n }));
    },
    close() {
      done = true;
      socket.close();
    },
  };
}

function hearFrame(data: unknown, ears: Ears): void {
  const frame = parse(data) as { type?: unknown; jws?: unknown; from?: unknown } | null;
  if (frame === null) return;
  if (frame.type === "bulletin" && typeof frame.jws === "string") ears.bulletin(frame.jws);
  else if (frame.type === "heartbeat" && typeof frame.jws === "string") ears.heartbeat(frame.jws);
  else if (frame.type === "resync" && isCount(frame.from)) ears.resync(frame.from);
}

function openEventSource(sockets: Sockets, url: string, ears: Ears): Connection {
  if (sockets.EventSource === undefined) throw new TypeError("this device has no EventSource");
  const source = new sockets.EventSource(url);
  let done = false;
  const hear = (type: string, listen: (data: string) => void): void => {
    source.addEventListener(type, ({ data }) => {
      if (!done && typeof data === "string") listen(data);
    });
  };
  hear("bulletin", (jws) => ears.bulletin(jws));
  hear("heartbeat", (jws) => ears.heartbeat(jws));
  hear("resync", (data) => {
    const from = (parse(data) as { from?: unknown } | null)?.from;
    if (isCount(from)) ears.resync(from);
  });
  // The browser would reconnect by itself, all clients at the same pace; ours has jitter.
  source.addEventListener("error", () => {
    if (done) return;
    done = true;
    source.close();
    ears.closed();
  });
  return {
    received() {},
    close() {
      done = true;
      source.close();
    },
  };
}

function parse(data: unknown): unknown {
  if (typeof data !== "string") return null;
  try {
    const json = JSON.parse(data) as unknown;
    return typeof json === "object" ? json : null;
  } catch {
    return null;
  }
}

function isCount(value: unknown): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
}
