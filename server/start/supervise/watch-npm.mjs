import { readFileSync } from "node:fs";

/** An npm that is ended passes its signal to a shell, which dies of it and tells nobody. */
const LOOK_MS = 300;

/**
 * Calls `stop` once when the npm that started this process is gone: an npm that is ended or killed may leave this process
 * to init, and the shell between them as well. Keeps nothing running.
 *
 * @param {() => void} stop
 */
export function watchNpm(stop) {
  const ancestors = findAncestors();
  const look = setInterval(() => {
    if (findAncestors() === ancestors) return;
    clearInterval(look);
    stop();
  }, LOOK_MS).unref();
}

/** The parent and, where the system tells, the parent's parent. */
function findAncestors() {
  const parent = process.ppid;
  if (process.platform !== "linux") return String(parent);
  try {
    // After the name, which is in parentheses and may hold anything: state, then the parent.
    const [, grandparent] = readFileSync(`/proc/${parent}/stat`, "utf8")
      .replace(/^.*\) /s, "")
      .split(" ");
    return `${parent} ${grandparent}`;
  } catch {
    return `${parent} gone`;
  }
}
