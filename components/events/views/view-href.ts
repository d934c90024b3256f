import { SAVED } from "../filters/kept-conditions.ts";

/** The address of a saved view: among the events, or where sequences are asked. */
export function viewHref({ id, sequence }: { id: string; sequence?: object | null }): string {
  const page = sequence ? "/events/sequences" : "/events";
  return `${page}?${new URLSearchParams({ [SAVED]: id })}`;
}
