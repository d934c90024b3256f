/** When an event was stored, ISO 8601: the first 48 bits of its id (UUID version 7) are milliseconds since 1970. */
export function eventIdTime(id: string): string {
  return new Date(Number.parseInt(id.replaceAll("-", "").slice(0, 12), 16)).toISOString();
}
