import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";

/** A real worker process of a test. */
export type WorkerProcess = {
  child: ChildProcess;
  /** What it has written so far. */
  output(): string;
  /** Ends it without warning. */
  kill(): Promise<void>;
  /** Asks it to stop; gives its exit code. */
  stop(): Promise<number | null>;
};

/** Starts `server/workers/main.ts` and waits until its loops run. */
export async function startWorkerProcess(
  env: Record<string, string>,
  names: readonly string[] = [],
): Promise<WorkerProcess> {
  const main = join(import.meta.dirname, "../workers/main.ts");
  const child = spawn(process.execPath, [main, ...names], {
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  let text = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on("data", (chunk: Buffer) => {
      text += chunk.toString();
    });
  }
  await Promise.race([
    once(child, "message"),
    once(child, "exit").then(() => {
      throw new Error(`the worker ended before it was ready:\n${text}`);
    }),
  ]);
  const end = async (signal: "SIGKILL" | "SIGTERM") => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, "exit");
    child.kill(signal);
    await exited;
  };
  return {
    child,
    output: () => text,
    kill: () => end("SIGKILL"),
    async stop() {
      await end("SIGTERM");
      return child.exitCode;
    },
  };
}
