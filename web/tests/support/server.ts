// A small server that speaks the contract of the live wire and of the console, for tests. It keeps
// what it was sent and answers as it is told; it decides nothing.

import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { readFile } from "node:fs/promises";
import { extname, join } from "node:path";
import type { AddressInfo, Socket } from "node:net";
import { WebSocketServer, type WebSocket } from "ws";
import type { Bulletin, LiveEntry } from "../../src/live/wire.ts";
import type { Picture } from "../../src/console/picture.ts";
import { entry, heartbeat, picture } from "./samples.ts";
import { jws, keysDocument, newKey, type SigningKey } from "./signer.ts";

export const TOKEN = "vig_officer_b";
const DIST = join(process.cwd(), "dist");
const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
};
const CSP =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
  readonly token: string | null;
}

interface Reply {
  readonly status: number;
  readonly body: unknown;
}

export class MockServer {
  readonly live = newKey("live");
  readonly exercise = newKey("exercise");
  readonly asked: Asked[] = [];
  readonly received: number[] = [];
  /** Answers to `METHOD path`, before the ordinary ones. */
  readonly replies = new Map<string, Reply>();
  /** What every decision is answered with about its note. */
  findings: readonly { rule: string; says: string }[] = [];
  picture: Picture = picture();
  safe: unknown = null;
  /** Whether a new connection is greeted with a heartbeat. */
  greets = true;
  /** Whether a connection that names no number gets only what is live, as from the real server. */
  greetsWithLiveOnly = false;

  private server: Server | null = null;
  private port = 0;
  private readonly sockets = new Set<Socket>();
  private readonly streams = new Set<ServerResponse>();
  private readonly pictures = new Set<ServerResponse>();
  private readonly screens = new Set<WebSocket>();
  private readonly sent: { readonly n: number; readonly text: string }[] = [];
  private readonly liveEntries = new Map<number, LiveEntry>();
  private lastBeatAt = 0;
  private beating: NodeJS.Timeout | null = null;

  /** What was asked for on the live wire, with its query. */
  readonly listened: string[] = [];

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  get connections(): number {
    return this.streams.size + this.screens.size;
  }

  async start(): Promise<void> {
    const server = createServer((request, response) => void this.answer(request, response));
    const wss = new WebSocketServer({ noServer: true });
    server.on("upgrade", (request, socket, head) => {
      const { pathname, searchParams } = new URL(request.url ?? "/", this.url);
      if (pathname !== "/live/ws") return socket.destroy();
      this.listened.push(request.url ?? "/");
      wss.handleUpgrade(request, socket, head, (screen) => this.admit(screen, searchParams.get("since")));
    });
    server.on("connection", (socket) => {
      this.sockets.add(socket);
      socket.on("close", () => this.sockets.delete(socket));
    });
    await new Promise<void>((resolve, reject) => {
      server.on("error", reject);
      server.listen(this.port, "127.0.0.1", resolve);
    });
    this.port = (server.address() as AddressInfo).port;
    this.server = server;
    this.beating = setInterval(() => this.beat(), 10_000);
  }

  /** Ends as a killed process does; `start` comes back on the same port. */
  async stop(): Promise<void> {
    if (this.beating !== null) clearInterval(this.beating);
    for (const socket of this.sockets) socket.destroy();
    this.screens.clear();
    this.streams.clear();
    this.pictures.clear();
    await new Promise((resolve) => this.server?.close(resolve) ?? resolve(null));
  }

  /** Signs a bulletin with the key of its status and gives it to everyone. */
  publish(bulletin: Bulletin, key: SigningKey = this.keyFor(bulletin)): void {
    this.publishText(bulletin.n, jws("vigie-bulletin+jws", key, bulletin));
    if (key !== this.keyFor(bulletin)) return;
    const ends = ["all_clear", "retraction", "expiry"].includes(bulletin.act);
    if (ends) this.liveEntries.delete(bulletin.warning);
    else this.liveEntries.set(bulletin.warning, entry(bulletin));
  }

  publishText(n: number, text: string): void {
    this.sent.push({ n, text });
    for (const screen of this.screens) screen.send(JSON.stringify({ type: "bulletin", n, jws: text }));
    for (const stream of this.streams) stream.write(`event: bulletin\nid: ${n}\ndata: ${text}\n\n`);
  }

  beat(): void {
    const text = this.heartbeatText();
    for (const screen of this.screens) screen.send(JSON.stringify({ type: "heartbeat", jws: text }));
    for (const stream of this.streams) stream.write(`event: heartbeat\ndata: ${text}\n\n`);
  }

  /** Names a warning in the heartbeats without ever giving its bulletin. */
  nameOnly(bulletin: Bulletin): void {
    this.liveEntries.set(bulletin.warning, entry(bulletin));
  }

  show(changed: Picture): void {
    this.picture = { ...changed, head: this.picture.head + 1 };
    for (const stream of this.pictures) stream.write(pictureBlock(this.picture));
  }

  posts(): Asked[] {
    return this.asked.filter(({ method }) => method === "POST");
  }

  private keyFor({ status }: Bulletin): SigningKey {
    return status === "exercise" ? this.exercise : this.live;
  }

  private heartbeatText(): string {
    this.lastBeatAt = Math.max(Date.now(), this.lastBeatAt + 1);
    const n = Math.max(0, ...this.sent.map((one) => one.n), ...[...this.liveEntries.values()].map((one) => one.n));
    return jws("vigie-heartbeat+jws", this.live, heartbeat(this.lastBeatAt, n, [...this.liveEntries.values()]));
  }

  private backlog(since: string | null): { readonly n: number; readonly text: string }[] {
    if (since === null && this.greetsWithLiveOnly) {
      const latest = new Set([...this.liveEntries.values()].map(({ n }) => n));
      return this.sent.filter(({ n }) => latest.has(n));
    }
    return this.sent.filter(({ n }) => n > Number(since ?? 0));
  }

  private admit(screen: WebSocket, since: string | null): void {
    this.screens.add(screen);
    screen.on("close", () => this.screens.delete(screen));
    screen.on("message", (text) => {
      const { received } = JSON.parse(String(text)) as { received?: number };
      if (received !== undefined) this.received.push(received);
    });
    for (const { n, text } of this.backlog(since)) screen.send(JSON.stringify({ type: "bulletin", n, jws: text }));
    if (this.greets) screen.send(JSON.stringify({ type: "heartbeat", jws: this.heartbeatText() }));
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? "/", this.url);
    const method = request.method ?? "GET";
    const body = method === "POST" ? await jsonOf(request) : null;
    const token = request.headers.authorization?.replace(/^Bearer /, "") ?? null;
    this.asked.push({ method, path: pathname, body, token });
    response.setHeader("content-security-policy", CSP);
    response.setHeader("cache-control", "no-store");

    const told = this.replies.get(`${method} ${pathname}`);
    if (told !== undefined) return send(response, told.status, told.body);
    if (pathname === "/live/keys") return send(response, 200, keysDocument([this.live, this.exercise]));
    if (pathname === "/live") return this.stream(response, searchParams.get("since"));
    if (pathname.startsWith("/api/v1/safe/")) return this.answerSafe(method, body, response);
    if (pathname.startsWith("/api/")) return this.answerApi(method, pathname, token, response);
    return serve(pathname, response);
  }

  private stream(response: ServerResponse, since: string | null): void {
    response.writeHead(200, { "content-type": "text/event-stream" });
    this.streams.add(response);
    response.on("close", () => this.streams.delete(response));
    for (const { n, text } of this.backlog(since)) response.write(`event: bulletin\nid: ${n}\ndata: ${text}\n\n`);
    if (this.greets) response.write(`event: heartbeat\ndata: ${this.heartbeatText()}\n\n`);
    else response.write(": open\n\n");
  }

  private answerSafe(method: string, body: unknown, response: ServerResponse): void {
    if (this.safe === null) return send(response, 404, problem(404, "No such roll call", "", "unknown_token"));
    if (method === "POST") this.safe = { ...this.safe, answered: (body as { answer: string }).answer };
    send(response, 200, this.safe);
  }

  private answerApi(method: string, path: string, token: string | null, response: ServerResponse): void {
    if (token !== TOKEN) {
      return send(response, 401, problem(401, "The token is not known.", "Ask for a new one.", "unknown_token"));
    }
    if (path === "/api/v1/picture") return send(response, 200, this.picture);
    if (path === "/api/v1/picture/stream") {
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.write(pictureBlock(this.picture));
      this.pictures.add(response);
      response.on("close", () => this.pictures.delete(response));
      return;
    }
    if (method === "POST" && /^\/api\/v1\/(exercise\/)?warnings$/.test(path)) return send(response, 201, { warning: 12 });
    if (method === "POST") return send(response, 200, { findings: this.findings });
    send(response, 404, problem(404, "No such thing", path, "not_found"));
  }
}

export function problem(status: number, title: string, detail: string, code: string): unknown {
  return { type: `/problems/${code}`, title, status, detail, code };
}

function pictureBlock(shown: Picture): string {
  return `event: picture\ndata: ${JSON.stringify(shown)}\n\n`;
}

async function serve(path: string, response: ServerResponse): Promise<void> {
  const file =
    path === "/" ? "index.html" : path === "/console" ? "console.html" : path.startsWith("/safe/") ? "safe.html" : path;
  if (!/^(\/assets\/)?[A-Za-z0-9.-]+$/.test(file)) return send(response, 404, null);
  try {
    const content = await readFile(join(DIST, file));
    response.writeHead(200, { "content-type": TYPES[extname(file)] ?? "application/octet-stream" });
    response.end(content);
  } catch {
    send(response, 404, problem(404, "No such page", path, "not_found"));
  }
}

async function jsonOf(request: IncomingMessage): Promise<unknown> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  const text = Buffer.concat(parts).toString();
  return text === "" ? null : (JSON.parse(text) as unknown);
}

function send(response: ServerResponse, status: number, body: unknown): void {
  const type = status >= 400 ? "application/problem+json" : "application/json";
  response.writeHead(status, { "content-type": type });
  response.end(JSON.stringify(body));
}
