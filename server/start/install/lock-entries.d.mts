type Lock = { packages: Record<string, object> };

export function findMissingEntries(lock: Lock): string[];
export function findEntriesWithoutIntegrity(lock: Lock): string[];
