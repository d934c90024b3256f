import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

/** A demo that runs for one command: where it answers, where its data lies, and how to end it. */
export type Demo = { baseURL: string; dataDirectory: string; stop: () => Promise<void> };

/**
 * Starts a fresh demo with a production build, and waits until everything runs; its lines are passed on.
 *
 * @throws when the start fails; what it said stands above.
 */
export async function startDemo(port: number, dataDirectory: string, { members = 2000 } = {}): Promise<Demo> {
  const demo = spawn(process.execPath, ["server/start/up.mjs", "--fresh"], {
    stdio: ["ignore", "pipe", "inherit"],
    env: { ...process.env, PORT: String(port), MEMBERSCOPE_DATA_DIR: dataDirectory, DEMO_MEMBERS: String(members) },
  });
  for await (const line of createInterface({ input: demo.stdout })) {
    console.log(line);
    if (!line.includes("Everything is running")) continue;
    return {
      ...{ baseURL: `http://127.0.0.1:${port}`, dataDirectory },
      async stop() {
        demo.kill("SIGTERM");
        if (demo.exitCode === null) await once(demo, "exit");
      },
    };
  }
  throw new Error("The demo did not start.");
}
