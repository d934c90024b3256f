export const leftOut: string[];
export const databaseRooms: string[];
export function findQuickTests(): string[];
