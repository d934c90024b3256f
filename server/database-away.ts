/**
 * Errors of the driver and SQLSTATE classes that mean: the server is away or going away (57P0x), or has no room (53xxx).
 */
const AWAY =
  /^(CONNECTION_|CONNECT_TIMEOUT|ECONNREFUSED|ECONNRESET|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|EPIPE|ETIMEDOUT|57P0|53|08)/;

/** Whether an error of a query, or what caused it, says that the database cannot be reached now. */
export function isDatabaseAway(thrown: unknown): boolean {
  for (let one = thrown; one instanceof Error; one = one.cause) {
    const code: unknown = Reflect.get(one, "code");
    if (typeof code === "string" && AWAY.test(code)) return true;
    if (one instanceof AggregateError && one.errors.some(isDatabaseAway)) return true;
  }
  return false;
}
