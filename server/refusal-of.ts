import { DomainError } from "./errors.ts";

/** What PostgreSQL says when one of the event storage's functions refuses. */
type Refusal = { code: string; message: string; column_name?: string; hint?: string };

/**
 * Turns a refusal of the event storage's SQL functions (SQLSTATE MS400, MS409) into a DomainError with field, rule and
 * way out; everything else comes back as it was.
 */
export function refusalOf(error: unknown): unknown {
  const refusal = findRefusal(error);
  if (!refusal) return error;
  const details = { cause: error, ...(refusal.column_name ? { field: refusal.column_name } : {}) };
  const sentence = [refusal.message, refusal.hint].filter(Boolean).join(". ");
  return new DomainError(refusal.code === "MS409" ? "conflict" : "bad-input", sentence, details);
}

/** Drizzle wraps the driver's error, so the refusal may be its cause. */
function findRefusal(error: unknown): Refusal | undefined {
  for (let one = error; one instanceof Error; one = one.cause) {
    if ("code" in one && (one.code === "MS400" || one.code === "MS409")) return readRefusal(one, one.code);
  }
  return undefined;
}

function readRefusal(error: Error, code: string): Refusal {
  const text = (key: string): string | undefined => {
    const value: unknown = Reflect.get(error, key);
    return typeof value === "string" ? value : undefined;
  };
  const column = text("column_name");
  const hint = text("hint");
  return { code, message: error.message, ...(column ? { column_name: column } : {}), ...(hint ? { hint } : {}) };
}
