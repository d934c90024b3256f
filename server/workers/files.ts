import { makeFile } from "../records/files/make-file.ts";
import { runLoop } from "./run-loop.ts";
import type { Worker } from "./worker-context.ts";

/** Staff wait for minutes at most: a second person has looked at it meanwhile. */
const IDLE_MS = 1000;

/** Makes files that were asked for and approved. */
export const runFiles: Worker = ({ env, db, signal }) =>
  runLoop({
    name: "files",
    idleMs: IDLE_MS,
    signal,
    step: async () => ((await makeFile(db, { fileKey: env.FILE_KEY, signal })) ? "more" : "idle"),
  });
