import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { z } from "zod";

const stormResult = z.object({
  transactions: z.number(),
  kills: z.number(),
  lost: z.number(),
  leaked: z.number(),
  partial: z.number(),
  committedThoughReportedFailed: z.number(),
  hung: z.number(),
  uncaught: z.number(),
  recoveredMs: z.number().nullable(),
});

/** What a kill storm did to the transactions under it. */
export type StormResult = z.infer<typeof stormResult>;

/**
 * Runs a kill storm in a process of its own.
 *
 * @param url a connection that may end other connections and make a table.
 * @throws when the process itself fails.
 */
export async function runKillStorm({
  url,
  kills,
  seconds,
}: {
  url: string;
  kills: number;
  seconds: number;
}): Promise<StormResult> {
  const program = join(import.meta.dirname, "kill-storm.ts");
  const { stdout } = await promisify(execFile)(process.execPath, [program, url, String(kills), String(seconds)]);
  return stormResult.parse(JSON.parse(stdout));
}
