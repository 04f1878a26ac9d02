// Signs as a server does, with node's own Ed25519: an implementation that is not the one under test.

import { createHash, generateKeyPairSync, sign, type KeyObject } from "node:crypto";

export interface SigningKey {
  readonly kid: string;
  readonly role: "live" | "exercise";
  readonly x: string;
  readonly secret: KeyObject;
}

export function newKey(role: "live" | "exercise"): SigningKey {
  const { publicKey, privateKey } = generateKeyPairSync("ed25519");
  const x = (publicKey.export({ format: "jwk" }) as { x: string }).x;
  const kid = createHash("sha256").update(Buffer.from(x, "base64url")).digest("hex").slice(0, 16);
  return { kid, role, x, secret: privateKey };
}

export function keysDocument(keys: readonly SigningKey[]): unknown {
  return { keys: keys.map(({ kid, role, x }) => ({ kty: "OKP", crv: "Ed25519", x, kid, role })) };
}

export type Kind = "vigie-bulletin+jws" | "vigie-heartbeat+jws";

export function jws(kind: Kind, key: SigningKey, payload: unknown): string {
  const header = `{"alg":"EdDSA","kid":"${key.kid}","typ":"${kind}"}`;
  const signed = `${base64url(header)}.${base64url(JSON.stringify(payload))}`;
  return `${signed}.${sign(null, Buffer.from(signed), key.secret).toString("base64url")}`;
}

/** The same text with another payload under the old signature. */
export function tampered(text: string, change: (payload: Record<string, unknown>) => void): string {
  const [head, body, mac] = text.split(".") as [string, string, string];
  const payload = JSON.parse(Buffer.from(body, "base64url").toString()) as Record<string, unknown>;
  change(payload);
  return `${head}.${base64url(JSON.stringify(payload))}.${mac}`;
}

function base64url(text: string): string {
  return Buffer.from(text).toString("base64url");
}
