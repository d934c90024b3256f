import { mkdirSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";

/** What a benchmark had to reach, and what it did. */
export type Goal = { name: string; measured: number; allowed: number; unit: string; isMet: boolean };

/** Keeps what a benchmark found in bench/results, with the machine and the time. */
export function writeBenchResult(name: string, result: Record<string, unknown>): void {
  const directory = new URL("../../bench/results/", import.meta.url);
  mkdirSync(directory, { recursive: true });
  const [cpu] = cpus();
  const machine = { cores: cpus().length, cpu: cpu?.model ?? "", node: process.version, platform: process.platform };
  const text = JSON.stringify({ benchmark: name, at: new Date().toISOString(), machine, ...result }, null, 2);
  writeFileSync(new URL(`${name}.json`, directory), `${text}\n`);
}
