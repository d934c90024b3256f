/** What a server's refusal consists of on the wire. */
export type Refusal = { message: string; data: unknown };

/** A call that was not answered: refused by the server, which then says in `data` how, or not reached, and `data` is undefined. */
export class CallError extends Error {
  readonly data: unknown;

  constructor(message: string, { data, cause }: { data?: unknown; cause?: unknown } = {}) {
    super(message, { cause });
    this.name = "CallError";
    this.data = data;
  }
}

/** The error of a call from whatever went wrong: the network's, the browser's, or already one. */
export function callError(cause: unknown): CallError {
  if (cause instanceof CallError) return cause;
  return new CallError(cause instanceof Error ? cause.message : String(cause), { cause });
}

/** The error of a call that the server refused. */
export function refused({ message, data }: Refusal): CallError {
  return new CallError(message, { data });
}

/** Whether the call would be done if the person showed again who they are. */
export function isUnproved(error: unknown): boolean {
  if (!(error instanceof CallError)) return false;
  const { data } = error;
  return typeof data === "object" && data !== null && "refusal" in data && data.refusal === "unproved";
}
