/** Times are shown and counted in one of these; both are unambiguous to everybody who reads a log with a colleague. */
export const zones = ["Asia/Seoul", "UTC"] as const;
export type Zone = (typeof zones)[number];

/** Neither zone has daylight saving: Korea keeps UTC+9 since 1988, before any event here. */
export const zoneOffsets: Record<Zone, string> = { "Asia/Seoul": "+09:00", UTC: "Z" };

/** How many milliseconds a zone's clocks are ahead of UTC. */
export function zoneOffsetMs(zone: Zone): number {
  return zone === "UTC" ? 0 : 9 * 3_600_000;
}
