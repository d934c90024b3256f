import { logOutElsewhere } from "./log-out-elsewhere.ts";
import type { Policy } from "./policy.ts";

/** Every policy that runs; one that is not here does nothing. */
export const policies: readonly Policy[] = [logOutElsewhere];
