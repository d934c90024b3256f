import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type EmbeddedPostgres, startEmbeddedPostgres } from "./postgres.ts";

/** Starts a server for tests and benchmarks: fast, not durable, and gone with its data when stopped. */
export async function startTemporaryPostgres(): Promise<EmbeddedPostgres> {
  const base = mkdtempSync(join(tmpdir(), "memberscope-pg-"));
  // Run as root, the server has another account, which must be able to enter.
  chmodSync(base, 0o755);
  const server = await startEmbeddedPostgres({ dir: join(base, "pg"), durable: false });
  return {
    ...server,
    async stop() {
      await server.stop();
      rmSync(base, { recursive: true, force: true });
    },
  };
}
