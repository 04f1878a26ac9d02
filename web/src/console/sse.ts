// Reads Server-Sent Events from a fetch: the browser's own EventSource cannot carry a token.

/** Largest unfinished line or block, in characters: a picture of a large site is far below it. */
const PENDING_MAX = 16 * 1024 * 1024;

/** Calls `hear` for each block until the stream ends. */
export async function readStream(
  body: ReadableStream<Uint8Array>,
  hear: (type: string, data: string) => void,
): Promise<void> {
  const parse = parser(hear);
  const decoder = new TextDecoder();
  const reader = body.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      parse(decoder.decode(value, { stream: true }));
    }
  } finally {
    await reader.cancel().catch(() => {});
  }
}

/** A function that takes text as it comes, cut anywhere. */
export function parser(hear: (type: string, data: string) => void): (text: string) => void {
  let pending = "";
  let type = "";
  let data: string[] = [];
  const line = (text: string): void => {
    if (text === "") {
      if (data.length > 0) hear(type === "" ? "message" : type, data.join("\n"));
      type = "";
      data = [];
    } else if (text.startsWith("event:")) type = value(text, 6);
    else if (text.startsWith("data:")) data.push(value(text, 5));
  };
  return (text) => {
    pending += text;
    if (pending.length > PENDING_MAX) throw new RangeError("a block of the stream is over 16 MiB");
    // A carriage return at the end may be the first half of a pair: it waits.
    const whole = pending.endsWith("\r") ? pending.slice(0, -1) : pending;
    const lines = whole.split(/\r\n|\n|\r/);
    pending = (lines.pop() ?? "") + pending.slice(whole.length);
    for (const each of lines) line(each);
  };
}

function value(line: string, from: number): string {
  return line.slice(line[from] === " " ? from + 1 : from);
}
