/**
 * For requests that answer at once. One attempt: our own loops try again, and they know whether a copy may be out.
 * A member's action never waits longer than this for SNS.
 */
export const FAST_REQUESTS = {
  maxAttempts: 1,
  requestHandler: { connectionTimeout: 2000, requestTimeout: 5000, throwOnRequestTimeout: true },
} as const;

/** For a receive that SQS may keep open for its longest wait. */
export const LONG_POLL_REQUESTS = {
  maxAttempts: 1,
  requestHandler: { connectionTimeout: 2000, requestTimeout: 25_000, throwOnRequestTimeout: true },
} as const;

/** For work that nobody waits at: throttling and short outages are waited out by the SDK. */
export const PATIENT_REQUESTS = {
  maxAttempts: 8,
  requestHandler: { connectionTimeout: 5000, requestTimeout: 25_000, throwOnRequestTimeout: true },
} as const;
