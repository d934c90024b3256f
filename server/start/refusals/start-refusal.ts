/** A reason not to start that people can mend: its message is printed alone, as one sentence. */
export class StartRefusal extends Error {
  constructor(message: string) {
    super(message);
    this.name = "StartRefusal";
  }
}

/** Words by which a full disk shows in the errors of Node, PostgreSQL, SQLite and the build. */
const FULL_DISK = /ENOSPC|No space left on device|database or disk is full|SQLITE_FULL/i;

/**
 * What to print about a failed start: the sentence of a refusal; one about the disk when it is full, however deep the
 * error says so; else the error's own message, or the stack of one that shows a fault in the product.
 */
export function describeFailure(error: unknown, dataDir: string): string {
  if (error instanceof StartRefusal) return error.message;
  if (FULL_DISK.test(everyMessage(error))) {
    return `The disk that holds ${dataDir} or this checkout is full: free some space and run npm start again.`;
  }
  if (!(error instanceof Error)) return String(error);
  // A plain one was made to be read; the stack of any other is what to report.
  return error.name === "Error" ? error.message : (error.stack ?? error.message);
}

function everyMessage(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(everyMessage).join("\n");
  if (!(error instanceof Error)) return String(error);
  const code = "code" in error ? String(error.code) : "";
  return `${code} ${error.message}\n${error.cause === undefined ? "" : everyMessage(error.cause)}`;
}
