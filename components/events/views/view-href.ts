import { SAVED } from "../filters/kept-conditions.ts";

/** The address of a saved view. */
export function viewHref(id: string): string {
  return `/events?${new URLSearchParams({ [SAVED]: id })}`;
}
