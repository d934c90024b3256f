import { spawn } from "node:child_process";

/** Waits for the end of its input, which comes when the other end of the pipe is gone, however that ended. */
const WATCH = 'read -r _; kill -INT "$1"';

/**
 * Has another program, which knows nothing of this process, asked to end (SIGINT) as soon as this process is gone, even
 * killed outright. A shell watches over that, in a group of its own, which no Ctrl-C reaches. On Windows nothing is done:
 * there the next start stops what was left.
 *
 * @returns a function that takes this back; call it when the program has ended, before its pid belongs to another.
 */
export function endWithThisProcess(pid: number): () => void {
  if (process.platform === "win32") return () => {};
  const watcher = spawn("/bin/sh", ["-c", WATCH, "sh", String(pid)], {
    cwd: "/",
    detached: true,
    stdio: ["pipe", "ignore", "ignore"],
  });
  // Without it the program is only stopped later, by the next start.
  watcher.once("error", () => {});
  watcher.stdin.once("error", () => {});
  watcher.unref();
  return () => {
    watcher.kill("SIGKILL");
  };
}
