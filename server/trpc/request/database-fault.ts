import { isDatabaseAway } from "../../database-away.ts";
import { DomainError } from "../../errors.ts";

/** query_canceled: a statement ran into its time limit. */
const CANCELLED = "57014";
/**
 * What PostgreSQL says of texts and times that it cannot hold, which JavaScript can: U+0000 (22021, 22P05), half of a
 * surrogate pair (22P02), a year 0 (22007, 22008).
 */
const UNSTORABLE = new Set(["22021", "22P05", "22P02", "22007", "22008"]);

/** What an error of the database means to people; undefined when it is a defect. */
export function databaseFault(thrown: unknown): DomainError | undefined {
  for (let one = thrown; one instanceof Error; one = one.cause) {
    const code: unknown = Reflect.get(one, "code");
    if (typeof code !== "string") continue;
    if (code === CANCELLED) {
      return new DomainError(
        "unavailable",
        "The search took too long and was stopped. Narrow the period or add a condition.",
        { cause: thrown },
      );
    }
    if (UNSTORABLE.has(code)) {
      return new DomainError(
        "bad-input",
        "A value holds what cannot be stored: the character U+0000, half of a surrogate pair, or a time that no calendar has. Correct it.",
        { cause: thrown },
      );
    }
  }
  if (!isDatabaseAway(thrown)) return undefined;
  return new DomainError(
    "unavailable",
    "The database cannot be reached right now. Nothing was changed or lost; try again in a moment.",
    { cause: thrown },
  );
}
