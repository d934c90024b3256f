import type { EventPage } from "../../vocabulary/member-event.ts";
import type { Output } from "../command/command.ts";
import { eventAsJson, eventAsLine } from "./print-event.ts";

/** The API's own limit of a page. */
const PAGE = 200;

/**
 * Prints events page after page, newest first, until `limit` are printed or there are no more, and says when the search
 * ended before it was complete.
 */
export async function printEvents(
  fetchPage: (page: { limit: number; cursor?: string }) => Promise<EventPage>,
  { limit, json, output }: { limit: number; json: boolean; output: Output },
): Promise<void> {
  let printed = 0;
  let cursor: string | null = null;
  do {
    const page: EventPage = await fetchPage({
      limit: Math.min(PAGE, limit - printed),
      ...(cursor === null ? {} : { cursor }),
    });
    for (const event of page.events) output.print(json ? eventAsJson(event) : eventAsLine(event));
    printed += page.events.length;
    cursor = page.nextCursor;
    if (page.partial) {
      output.say("The search stopped at its bound: older events may match. Narrow the period with --from and --to.");
      return;
    }
  } while (cursor !== null && printed < limit);
  if (printed === 0) output.say("No event matches.");
  else if (cursor !== null) output.say(`There are more than these ${printed}. Raise --limit, or narrow the search.`);
}
