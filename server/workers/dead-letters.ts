import { runLetterActs } from "../dead-letters/act/run-letter-acts.ts";
import { deadLetterClients } from "../messaging/dead-letters.ts";
import { runLoop } from "./run-loop.ts";
import type { WorkerContext } from "./worker-context.ts";

/** Staff who pressed the button look at the outcome at once. */
const IDLE_MS = 500;

/** Brings dead letters back, or discards them, as staff ordered. */
export async function runDeadLetters({ db, signal }: Pick<WorkerContext, "db" | "signal">): Promise<void> {
  const deadLetters = deadLetterClients();
  const step = async () => ((await runLetterActs({ db, deadLetters, signal })) ? "more" : "idle");
  await runLoop({ name: "dead letters", step, idleMs: IDLE_MS, signal });
  deadLetters.close();
}
