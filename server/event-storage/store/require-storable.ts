import { DomainError } from "../../errors.ts";

/** Beyond PostgreSQL's own rule of 100 levels, which says it better, and well before JSON.stringify ends the stack. */
const MOST_LEVELS = 1000;

/** A field is named by so many of its keys, as the event storage does: attributes.note.to. */
const NAMED_KEYS = 3;

type Place = { value: unknown; field: string; level: number };

/**
 * Refuses what would become something else, or nothing, on its way into PostgreSQL: in JSON a NaN or an infinite number
 * becomes null and in a text half of a surrogate pair becomes U+FFFD, without a word; U+0000 fails there without the field.
 *
 * @param given the fields of an event, by the names their giver knows.
 * @param wholeNumbers "exact" refuses whole numbers beyond 2^53 too: they came as JSON, and may have been rounded.
 * @throws DomainError "bad-input" with the field.
 */
export function requireStorable(
  given: Readonly<Record<string, unknown>>,
  { wholeNumbers }: { wholeNumbers: "exact" | "any" } = { wholeNumbers: "any" },
): void {
  const places: Place[] = Object.entries(given).map(([field, value]) => ({ value, field, level: 0 }));
  for (let place = places.pop(); place !== undefined; place = places.pop()) {
    const { value, field, level } = place;
    if (typeof value === "string") requireText(value, field);
    if (typeof value === "number") requireNumber(value, field, wholeNumbers);
    if (typeof value !== "object" || value === null) continue;
    if (level > MOST_LEVELS) refuse(field, "is nested deeper than 100 levels", "Flatten it to 100 levels");
    for (const [key, inner] of Object.entries(value)) {
      if (!Array.isArray(value)) requireText(key, field);
      places.push({ value: inner, field: level + 1 < NAMED_KEYS ? `${field}.${key}` : field, level: level + 1 });
    }
  }
}

function requireText(text: string, field: string): void {
  if (text.isWellFormed() && !text.includes("\u0000")) return;
  refuse(field, "holds the character U+0000 or half of a surrogate pair", "Leave it out, no database text can hold it");
}

function requireNumber(value: number, field: string, wholeNumbers: "exact" | "any"): void {
  if (!Number.isFinite(value)) refuse(field, "is no number that JSON has", "Give a finite number, or write it as text");
  if (wholeNumbers === "exact" && Number.isInteger(value) && !Number.isSafeInteger(value)) {
    refuse(field, "is a whole number beyond 9007199254740991, which JSON readers round", "Write it as text");
  }
}

function refuse(field: string, rule: string, wayOut: string): never {
  throw new DomainError("bad-input", `${field}: ${rule}. ${wayOut}.`, { field });
}
