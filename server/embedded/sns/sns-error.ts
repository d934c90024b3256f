/** An answer of SNS that refuses a request; anything else thrown becomes InternalError. */
export class SnsError extends Error {
  readonly code: string;
  readonly status: number;

  /** @param code as SNS sends it, for instance `InvalidParameter` (the SDK adds "Exception"). */
  constructor(code: string, message: string, status = 400) {
    super(message);
    this.name = "SnsError";
    this.code = code;
    this.status = status;
  }
}

/** The most frequent refusal; the message gets SNS's own prefix. */
export function invalidParameter(reason: string): SnsError {
  return new SnsError("InvalidParameter", `Invalid parameter: ${reason}`);
}
