const start = performance.now();

/** Prints one line of the start, with the seconds since it began. */
export function say(line: string): void {
  console.log(`[${((performance.now() - start) / 1000).toFixed(1).padStart(5)} s] ${line}`);
}

/** Runs one part of the start and prints its name and how long it took when it is done. */
export async function timed<T>(name: string, work: () => Promise<T>): Promise<T> {
  const begin = performance.now();
  const result = await work();
  say(`${name} (${((performance.now() - begin) / 1000).toFixed(1)} s)`);
  return result;
}
