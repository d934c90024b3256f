import { DomainError } from "../errors.ts";

/** Errors of the driver and SQLSTATE classes that mean: the server is away or going away (57P0x), or has no room (53xxx). */
const AWAY = /^(CONNECTION_|CONNECT_TIMEOUT|ECONNREFUSED|ECONNRESET|ENOTFOUND|EPIPE|57P0|53|08)/;
/** query_canceled: a statement ran into its time limit. */
const CANCELLED = "57014";

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
    if (AWAY.test(code)) {
      return new DomainError(
        "unavailable",
        "The database cannot be reached right now. Nothing was changed or lost; try again in a moment.",
        {
          cause: thrown,
        },
      );
    }
  }
  return undefined;
}
