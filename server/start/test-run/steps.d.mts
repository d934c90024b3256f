export function planTestRun(words: string[]): { steps: { name: string; args?: string[] }[]; note?: string };
