/** A moment as a URL says it, ISO 8601 in UTC; null when it says none. */
export function readMoment(text: string | null): string | null {
  const ms = Date.parse(text ?? "");
  return Number.isNaN(ms) ? null : new Date(ms).toISOString();
}
