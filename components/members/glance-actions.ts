import type { CatalogAction } from "#server/vocabulary/member-event";
import type { GlanceFilter } from "./glance.tsx";

/** The actions behind a counting tile: failed sign-ins by their name, new devices by the sign-ins that show them. */
export function glanceActions(filter: GlanceFilter, catalog: CatalogAction[]): string[] {
  const signIns = catalog.filter((action) => action.family === "sign-in").map((action) => action.name);
  const failed = signIns.filter((name) => name.endsWith("failed"));
  if (filter === "failures") return failed;
  return signIns.filter((name) => name.endsWith("logged-in"));
}
