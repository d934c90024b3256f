import { existsSync, rmSync } from "node:fs";
import { setTimeout as wait } from "node:timers/promises";

/** A killed start's initdb ends within a second on an idle machine; what writes for longer is something else. */
const WRITING_LIMIT_MS = 10_000;

/**
 * Removes a path with everything in it, also while a program that is about to end still writes there. Removed once, such
 * a directory may be left with what was written meanwhile: Node throws ENOTEMPTY, or says nothing when a file that it had
 * listed was removed by the other program first.
 *
 * @throws Error when something is still there after ten seconds.
 */
export async function removeDirectory(path: string): Promise<void> {
  const limit = Date.now() + WRITING_LIMIT_MS;
  for (;;) {
    const cause = tryToRemove(path);
    if (!existsSync(path)) return;
    if (Date.now() > limit) {
      throw new Error(`${path} cannot be removed. End the program that still writes there, then try again.`, { cause });
    }
    await wait(50);
  }
}

function tryToRemove(path: string): unknown {
  try {
    rmSync(path, { recursive: true, force: true });
    return undefined;
  } catch (error) {
    return error;
  }
}
