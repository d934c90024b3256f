// npm run web: the console on the settings of the environment, nothing embedded.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { readEnv } from "../env.ts";
import { webArguments } from "./supervise/web-arguments.ts";

/** Signals that ask the console to end; a terminal's Ctrl-C reaches it by itself. */
const SIGNALS = ["SIGTERM", "SIGHUP"] as const;

try {
  const { HOST, PORT } = readEnv("web");
  if (!existsSync(join(process.env.NEXT_DIST_DIR || ".next", "BUILD_ID"))) {
    throw new Error("The console is not built: run `npm run build` first.");
  }
  const args = webArguments({ host: HOST, port: PORT });
  const web = spawn(process.execPath, args, { stdio: "inherit", env: { ...process.env, NODE_ENV: "production" } });
  for (const signal of SIGNALS) process.on(signal, () => web.kill(signal));
  process.on("SIGINT", () => {});
  web.once("exit", (code, signal) => {
    process.exitCode = signal === null ? (code ?? 1) : 1;
  });
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
