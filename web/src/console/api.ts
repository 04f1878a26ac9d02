// Talks to the server as one officer. Every refusal comes back as a sentence for people.

import { isPicture, type Picture } from "./picture.ts";
import { word } from "./speak.ts";

/** A problem document (RFC 9457), or what stands for one when none came. */
export interface Problem {
  readonly status: number;
  readonly title: string;
  readonly detail: string;
  readonly code: string;
}

export type Answer<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: Problem };

/** How long one request may take, in milliseconds: the officer must learn in time that it failed. */
const REQUEST_MS_MAX = 10_000;

export class Api {
  constructor(private readonly token: string) {}

  async picture(): Promise<Answer<Picture>> {
    const answer = await this.request("GET", "/api/v1/picture");
    if (!answer.ok) return answer;
    return isPicture(answer.value)
      ? { ok: true, value: answer.value }
      : failure(0, word("unreadable"), word("unreadable_long"), "picture_unreadable");
  }

  act(path: string, body: unknown): Promise<Answer<unknown>> {
    return this.request("POST", path, body);
  }

  /** The story of one thing from the journal. */
  explain(what: string): Promise<Answer<unknown>> {
    return this.request("GET", `/api/v1/explain/${encodeURIComponent(what)}`);
  }

  /** Opens the stream of pictures; the caller reads it. */
  openStream(signal: AbortSignal): Promise<Response> {
    return fetch("/api/v1/picture/stream", {
      headers: { authorization: `Bearer ${this.token}`, accept: "text/event-stream" },
      cache: "no-store",
      signal,
    });
  }

  private async request(method: string, path: string, body?: unknown): Promise<Answer<unknown>> {
    const headers: Record<string, string> = { authorization: `Bearer ${this.token}` };
    if (body !== undefined) headers["content-type"] = "application/json";
    let answer: Response;
    try {
      answer = await fetch(path, {
        method,
        headers,
        cache: "no-store",
        signal: AbortSignal.timeout(REQUEST_MS_MAX),
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
    } catch {
      return failure(
        0,
        word("no_answer"),
        word("no_answer_long"),
        "no_answer",
      );
    }
    const document = (await answer.json().catch(() => null)) as unknown;
    if (answer.ok) return { ok: true, value: document };
    const problem = document as Partial<Problem> | null;
    return failure(
      answer.status,
      typeof problem?.title === "string" ? problem.title : word("answered_status", { status: String(answer.status) }),
      typeof problem?.detail === "string" ? problem.detail : "",
      typeof problem?.code === "string" ? problem.code : "",
    );
  }
}

function failure(status: number, title: string, detail: string, code: string): { ok: false; problem: Problem } {
  return { ok: false, problem: { status, title, detail, code } };
}
