// Decides whether a signed text is believed. A text is a JWS in compact form with Ed25519, and its
// header must be byte for byte the one this kind and key give: nothing is negotiated. A browser that
// cannot check Ed25519 says so ("unchecked"); it never says "verified".

import { readBulletin, readHeartbeat, type Bulletin, type Heartbeat } from "./wire.ts";

/** What this device could find out about the signature. */
export type Signature =
  | { readonly state: "verified"; readonly kid: string }
  | { readonly state: "unchecked"; readonly why: "no_ed25519" | "no_keys" };

/** A key as `/live/keys` serves it. */
export interface WireKey {
  readonly kty: string;
  readonly crv: string;
  /** The 32 bytes of the public key, base64url. */
  readonly x: string;
  /** The first 16 hexadecimal digits of the SHA-256 of those bytes. */
  readonly kid: string;
  readonly role: "live" | "exercise";
}

/** Why a signed text was not believed; it must not be shown. */
export class Forged extends Error {
  override readonly name = "Forged";
  constructor(
    readonly why: "too_long" | "not_compact" | "header" | "unknown_key" | "signature" | "role" | "payload",
    detail: string,
  ) {
    super(detail);
  }
}

/** Largest signed text read, in characters: the server's own limit of 256 KiB. */
export const SIGNED_CHARS_MAX = 256 * 1024;

type Kind = "vigie-bulletin+jws" | "vigie-heartbeat+jws";

interface Known {
  readonly key: WireKey;
  /** `null` where this browser cannot check Ed25519. */
  readonly handle: CryptoKey | null;
}

/** The keys of one server, ready for use. */
export class KeyRing {
  private constructor(
    private readonly known: readonly Known[],
    private readonly subtle: SubtleCrypto | null,
  ) {}

  /** No keys could be had: everything stays unchecked. */
  static empty(): KeyRing {
    return new KeyRing([], null);
  }

  /** Takes the document of `/live/keys`. A key that is not what its name says is left out. */
  static async from(document: unknown, subtle: SubtleCrypto | undefined): Promise<KeyRing> {
    const known: Known[] = [];
    const usable = subtle !== undefined && (await canEd25519(subtle)) ? subtle : null;
    for (const key of wireKeys(document)) {
      const bytes = fromBase64Url(key.x);
      if (bytes === null || bytes.length !== 32) continue;
      if (usable === null) {
        known.push({ key, handle: null });
      } else if ((await keyId(usable, bytes)) === key.kid) {
        const handle = await usable.importKey("raw", bytes, "Ed25519", false, ["verify"]);
        known.push({ key, handle });
      }
    }
    return new KeyRing(known, usable);
  }

  get size(): number {
    return this.known.length;
  }

  async bulletin(jws: string): Promise<{ bulletin: Bulletin; signature: Signature }> {
    const { json, signature, role } = await this.open("vigie-bulletin+jws", jws);
    const bulletin = readable(() => readBulletin(json));
    const needed = bulletin.status === "exercise" ? "exercise" : "live";
    if (role !== null && role !== needed) {
      throw new Forged("role", `bulletin says ${bulletin.status} but is signed with a key for "${role}"`);
    }
    return { bulletin, signature };
  }

  async heartbeat(jws: string): Promise<{ heartbeat: Heartbeat; signature: Signature }> {
    const { json, signature, role } = await this.open("vigie-heartbeat+jws", jws);
    if (role !== null && role !== "live") {
      throw new Forged("role", `heartbeat is signed with a key for "${role}"`);
    }
    return { heartbeat: readable(() => readHeartbeat(json)), signature };
  }

  private async open(
    kind: Kind,
    jws: string,
  ): Promise<{ json: unknown; signature: Signature; role: WireKey["role"] | null }> {
    if (jws.length > SIGNED_CHARS_MAX) throw new Forged("too_long", "longer than 256 KiB");
    const [head, body, mac, ...more] = jws.split(".");
    if (head === undefined || body === undefined || mac === undefined || more.length > 0) {
      throw new Forged("not_compact", "not a compact JWS of three parts");
    }
    const payload = fromBase64Url(body);
    const proof = fromBase64Url(mac);
    if (payload === null || proof === null || proof.length !== 64) {
      throw new Forged("not_compact", "a part is not base64url, or the signature is not 64 bytes");
    }
    if (this.known.length === 0) {
      return { json: decode(payload), signature: { state: "unchecked", why: "no_keys" }, role: null };
    }
    const found = this.known.find(({ key }) => header(kind, key.kid) === head);
    if (found === undefined) {
      throw unknownHeader(head);
    }
    if (found.handle === null || this.subtle === null) {
      const signature = { state: "unchecked", why: "no_ed25519" } as const;
      return { json: decode(payload), signature, role: found.key.role };
    }
    const signed = new TextEncoder().encode(`${head}.${body}`);
    if (!(await this.subtle.verify("Ed25519", found.handle, proof, signed))) {
      throw new Forged("signature", "the signature does not fit the text");
    }
    return {
      json: decode(payload),
      signature: { state: "verified", kid: found.key.kid },
      role: found.key.role,
    };
  }
}

/** The only header accepted for this kind and key. */
export function header(kind: Kind, kid: string): string {
  return toBase64Url(`{"alg":"EdDSA","kid":"${kid}","typ":"${kind}"}`);
}

/** Bytes of unpadded base64url, or `null` where it is not, or not the one form that the bytes have. */
export function fromBase64Url(text: string): Uint8Array<ArrayBuffer> | null {
  if (!/^[A-Za-z0-9_-]*$/.test(text) || text.length % 4 === 1) return null;
  // The last character may carry bits that belong to no byte; they must be zero.
  if (text.length % 4 === 2 && !/[AQgw]$/.test(text)) return null;
  if (text.length % 4 === 3 && !/[AEIMQUYcgkosw048]$/.test(text)) return null;
  const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(binary, (char) => char.charCodeAt(0));
}

function toBase64Url(ascii: string): string {
  return btoa(ascii).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

function unknownHeader(head: string): Forged {
  const bytes = fromBase64Url(head);
  const text = bytes === null ? "" : new TextDecoder().decode(bytes);
  const shaped = /^\{"alg":"EdDSA","kid":"[0-9a-f]{16}","typ":"vigie-[a-z]+\+jws"\}$/.test(text);
  return shaped
    ? new Forged("unknown_key", "signed with a key that this server does not list, or of another kind")
    : new Forged("header", "header is not the one agreed");
}

function decode(payload: Uint8Array): unknown {
  return readable(() => JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(payload)) as unknown);
}

function readable<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new Forged("payload", error instanceof Error ? error.message : String(error));
  }
}

function wireKeys(document: unknown): WireKey[] {
  const keys = (document as { keys?: unknown } | null)?.keys;
  if (!Array.isArray(keys)) return [];
  return keys.filter((key): key is WireKey => {
    const k = key as Partial<Record<keyof WireKey, unknown>> | null;
    return (
      k?.kty === "OKP" &&
      k.crv === "Ed25519" &&
      typeof k.x === "string" &&
      typeof k.kid === "string" &&
      /^[0-9a-f]{16}$/.test(k.kid) &&
      (k.role === "live" || k.role === "exercise")
    );
  });
}

async function canEd25519(subtle: SubtleCrypto): Promise<boolean> {
  try {
    // The base point: a valid key, so a refusal means the algorithm is not there.
    const point = new Uint8Array(32).fill(0x66);
    point[0] = 0x58;
    await subtle.importKey("raw", point, "Ed25519", false, ["verify"]);
    return true;
  } catch {
    return false;
  }
}

async function keyId(subtle: SubtleCrypto, bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await subtle.digest("SHA-256", bytes));
  return [...digest.subarray(0, 8)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
