/** How long a process may take to stop by itself once its supervisor is gone. */
const STOP_LIMIT_MS = 5_000;

/**
 * Ends this process when the supervisor that started it is gone, even killed outright; SIGTERM handlers run first.
 * Without a supervisor it does nothing. Call it in a process's main file (web: in instrumentation), never on import.
 */
export function exitWithParent(): void {
  if (process.send === undefined || process.env.MEMBERSCOPE_SUPERVISED !== "1") return;
  // It may have gone while this process was still loading: then nobody would tell any more.
  if (!process.connected) process.exit(1);
  process.once("disconnect", () => {
    setTimeout(() => process.exit(1), STOP_LIMIT_MS).unref();
    process.kill(process.pid, "SIGTERM");
  });
}

/** Tells the supervisor that this process does its work now; without a supervisor it does nothing. */
export function reportReady(): void {
  process.send?.("ready");
}
