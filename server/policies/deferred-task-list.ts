import { completeWithdrawalTask } from "./await-objections.ts";
import type { DeferredTask } from "./deferred-task.ts";
import { remindUnverifiedTask } from "./remind-unverified.ts";

/** Every kind of task that may be put down for later. */
export const deferredTasks: readonly DeferredTask[] = [remindUnverifiedTask, completeWithdrawalTask];
