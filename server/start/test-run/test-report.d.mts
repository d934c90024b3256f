export function countVitest(file: string, hasSucceeded: boolean): { passed: number; failed: number };
export function countPlaywright(file: string, hasSucceeded: boolean): { passed: number; failed: number };
export function listFailures(file: string): string[];
