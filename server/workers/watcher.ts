import { callNextHost } from "../event-storage/watches/call-host.ts";
import { lookAtNextWatch } from "../event-storage/watches/look-at-watches.ts";
import { postSigned } from "../messaging/post-signed.ts";
import { runLoop } from "./run-loop.ts";
import type { Worker } from "./worker-context.ts";

const EVERY_MS = 2000;

/** Looks at the watches that are due, and calls the hosts that are to know what was found. Several workers may run it. */
export const runWatcher: Worker = ({ env, db, signal }) =>
  runLoop({
    name: "watcher",
    idleMs: EVERY_MS,
    signal,
    async step() {
      const { looked } = await lookAtNextWatch(db);
      const called = await callNextHost(db, (call) => postSigned(call, env.PRIVATE_HOSTS));
      return looked || called ? "more" : "idle";
    },
  });
