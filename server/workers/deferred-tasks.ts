import { deferredTasks } from "../policies/deferred-task-list.ts";
import { runDueTasks } from "../policies/run-due-tasks.ts";
import { connectFirstLayer } from "../wiring.ts";
import { runLoop } from "./run-loop.ts";
import type { Worker } from "./worker-context.ts";

/** Tasks are due after minutes or days; a second more is nothing to them. */
const IDLE_MS = 1000;

/** Does what was put down for later; what the tasks raise goes the way of every other event. */
export const runDeferredTasks: Worker = async ({ db, topics, signal }) => {
  const { layer, drain } = connectFirstLayer(db, topics);
  const parts = { db, layer, tasks: deferredTasks };
  const step = async () => ((await runDueTasks(parts)) > 0 ? "more" : "idle");
  await runLoop({ name: "deferred tasks", step, idleMs: IDLE_MS, signal });
  await drain();
};
