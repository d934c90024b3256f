import { hash } from "node:crypto";
import type { Change, JsonValue } from "../../../vocabulary/member-event.ts";

/** What of an event its fingerprint covers. */
export type Fingerprinted = {
  sourceEventId: string;
  memberId: string;
  action: string;
  occurredAtMs: number;
  attributes: Record<string, Change>;
  context: Record<string, JsonValue>;
};

/** Stands between the parts: no text that can be stored as JSON ends in it unescaped. */
const SEPARATOR = "\u001f";

/**
 * A digest of an event as its row says it, the same that select-parity.ts computes from the stored event: made here from the
 * row, there from the tables, so that they agree only when storing changed nothing.
 *
 * @param personal the names of attributes that hold personal values: only their presence counts, since the event holds a mask.
 */
export function fingerprintOf(event: Fingerprinted, personal: ReadonlySet<string>): string {
  const attributes = Object.entries(event.attributes).flatMap(([name, change]) =>
    Object.entries(change).map(([side, value]) => {
      return `${name}.${side}=${personal.has(name) && value !== null ? "personal" : canonicalText(value)}`;
    }),
  );
  const context = Object.entries(event.context).map(([name, value]) => `${name}=${canonicalText(value)}`);
  const parts = [
    event.sourceEventId,
    event.memberId,
    event.action,
    String(event.occurredAtMs),
    attributes.sort().join(SEPARATOR),
    context.sort().join(SEPARATOR),
  ];
  return hash("md5", parts.join(SEPARATOR), "hex");
}

/**
 * A value as PostgreSQL writes jsonb: keys by length and then by bytes, a space after each colon and comma, no exponents. However
 * the names of an object were ordered, the text is the same.
 */
export function canonicalText(value: JsonValue): string {
  if (typeof value === "number") return numberText(value);
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonicalText).join(", ")}]`;
  const entries = Object.entries(value).map(([key, one]) => ({ key, bytes: Buffer.from(key), one }));
  entries.sort((a, b) => a.bytes.length - b.bytes.length || a.bytes.compare(b.bytes));
  return `{${entries.map(({ key, one }) => `${JSON.stringify(key)}: ${canonicalText(one)}`).join(", ")}}`;
}

/** JavaScript writes very large and very small numbers with an exponent; jsonb holds and shows all digits. */
function numberText(value: number): string {
  const text = JSON.stringify(value);
  const match = /^(-?)(\d+)(?:\.(\d+))?e([+-]\d+)$/.exec(text);
  if (!match) return text;
  const [, sign = "", whole = "", fraction = "", exponent = "0"] = match;
  const digits = whole + fraction;
  const point = whole.length + Number(exponent);
  if (point <= 0) return `${sign}0.${"0".repeat(-point)}${digits}`;
  return `${sign}${digits.padEnd(point, "0")}`;
}
