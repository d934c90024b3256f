import { createHash, randomBytes } from "node:crypto";

/** A new secret of 256 random bits, safe in headers and cookies; `prefix` tells people and scanners what it is. */
export function newSecretToken(prefix: string): string {
  return `${prefix}_${randomBytes(32).toString("base64url")}`;
}

/** What is stored of a secret token: its SHA-256, which is enough since the token is random. */
export function hashSecretToken(token: string): Buffer {
  return createHash("sha256").update(token).digest();
}
