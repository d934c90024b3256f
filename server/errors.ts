/** What kind of refusal: the input is wrong, the thing is not there, it collides with what is, the actor may not, has not shown a short time ago who they are, or asks too often, has as many searches running as one may, or a part the product needs is away. */
export type RefusalCode =
  | "bad-input"
  | "not-found"
  | "conflict"
  | "forbidden"
  | "unproved"
  | "too-many"
  | "busy"
  | "unavailable";

/**
 * A refusal that people can understand: its message is a full sentence that names the rule and the way out.
 * Anything else that is thrown is a defect and stays hidden from callers.
 */
export class DomainError extends Error {
  readonly code: RefusalCode;
  /** The input field that broke the rule, as the caller named it; absent when no single one did. */
  readonly field: string | undefined;

  constructor(code: RefusalCode, message: string, details: { field?: string; cause?: unknown } = {}) {
    super(message, { cause: details.cause });
    this.name = "DomainError";
    this.code = code;
    this.field = details.field;
  }
}
