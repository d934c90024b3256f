import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { type EmbeddedPostgres, type PostgresStart, startEmbeddedPostgres } from "../../embedded/postgres.ts";
import { say } from "./progress.ts";

const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 10_000;

/** A PostgreSQL that comes back on the same port when it dies. */
export interface SupervisedPostgres {
  url: string;
  stop(): Promise<void>;
}

/**
 * Starts PostgreSQL and starts it again whenever it ends by itself, until stopped. The number of its process stands in
 * `pidFile`.
 *
 * @throws what startEmbeddedPostgres throws, at the first start only.
 */
export async function supervisePostgres({
  pidFile,
  ...settings
}: PostgresStart & { port: number; pidFile: string }): Promise<SupervisedPostgres> {
  mkdirSync(dirname(pidFile), { recursive: true, mode: 0o700 });
  let isStopping = false;
  let server: EmbeddedPostgres | null = await startEmbeddedPostgres(settings);
  const { url } = server;
  // Each round follows one server process to its end.
  const supervision = (async () => {
    while (server !== null) {
      writeFileSync(pidFile, String(server.pid));
      await server.exited;
      if (isStopping) return;
      server = await startAgain(settings, () => isStopping);
    }
  })();
  return {
    url,
    async stop() {
      isStopping = true;
      await server?.stop();
      await supervision;
      // A restart may have been under way while the first stop ran.
      await server?.stop();
    },
  };
}

async function startAgain(settings: PostgresStart, isStopping: () => boolean): Promise<EmbeddedPostgres | null> {
  for (let pauseMs = FIRST_PAUSE_MS; !isStopping(); pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
    say(`PostgreSQL ended; starting it again in ${pauseMs / 1000} s`);
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
    if (isStopping()) return null;
    try {
      return await startEmbeddedPostgres(settings);
    } catch (error) {
      say(error instanceof Error ? error.message : String(error));
    }
  }
  return null;
}
