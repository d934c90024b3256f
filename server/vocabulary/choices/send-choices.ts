/** Everybody who subscribes to the layer; otherwise a target is one subscriber's id. */
export const ALL = "ALL";

/** A job of up to so many events waits for no larger one. */
export const SMALL_JOB = 1000;

/** Events a second that a job sends unless its order says otherwise, and the most that an order may say. */
export const DEFAULT_RATE = 200;
export const HIGHEST_RATE = 10_000;

/**
 * In which order events go out: `member`: a member's events one after the other, in the order of events; `hold`: the same, and
 * after one that failed, that member's later ones are held back; `fastest`: whatever is ready.
 */
export const sendOrders = ["member", "hold", "fastest"] as const;
