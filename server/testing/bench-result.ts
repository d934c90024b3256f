import { mkdirSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";

/** One claim of a benchmark with what was found; `allowed` is the least or the most, as the goal's name says. */
export type Goal = { name: string; measured: number; allowed: number; unit: string; isMet: boolean };

/** A goal that holds when what was measured is `allowed` or more. */
export function atLeast(name: string, measured: number, allowed: number, unit: string): Goal {
  return { name: `${name}, at least`, measured: rounded(measured), allowed, unit, isMet: measured >= allowed };
}

/** A goal that holds when what was measured is `allowed` or less. */
export function atMost(name: string, measured: number, allowed: number, unit: string): Goal {
  return { name: `${name}, at most`, measured: rounded(measured), allowed, unit, isMet: measured <= allowed };
}

/** Keeps what a benchmark found in bench/results, prints its goals, and ends the process with 1 when one is missed. */
export function finishBenchmark(name: string, goals: readonly Goal[], result: Record<string, unknown>): void {
  writeBenchResult(name, { goals, ...result });
  console.table(goals);
  if (goals.some(({ isMet }) => !isMet)) process.exitCode = 1;
}

/** Keeps what a benchmark found in bench/results, with the machine and the time. */
export function writeBenchResult(name: string, result: Record<string, unknown>): void {
  const directory = new URL("../../bench/results/", import.meta.url);
  mkdirSync(directory, { recursive: true });
  const [cpu] = cpus();
  const machine = { cores: cpus().length, cpu: cpu?.model ?? "", node: process.version, platform: process.platform };
  const text = JSON.stringify({ benchmark: name, at: new Date().toISOString(), machine, ...result }, null, 2);
  writeFileSync(new URL(`${name}.json`, directory), `${text}\n`);
}

/** The middle of what was measured. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}

function rounded(value: number): number {
  return Number(value.toPrecision(3));
}
