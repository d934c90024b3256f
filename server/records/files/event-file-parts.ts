import { sql } from "drizzle-orm";
import type { Db } from "../../db.ts";
import { resolveConditions } from "../../event-storage/conditions/selection.ts";
import { findEvents } from "../../event-storage/search/find-events.ts";
import { selectEvents } from "../../event-storage/select-events.ts";
import { PREPARED_EVENT_ROWS } from "../../vocabulary/choices/file-choices.ts";
import type { MemberEvent } from "../../vocabulary/member-event.ts";
import { eventFileWhatSchema } from "../../vocabulary/oversight/prepared-file.ts";
import { headOfEvents, linesOfEvents, markOfFile } from "./event-lines.ts";
import type { FileInHand, FilePart } from "./file-in-hand.ts";

/** Events of one query, and of one part. */
const PAGE = 1000;

/**
 * What a search finds, newest first, as parts of a file: one page of events each, personal values masked. The last row says who took it, who approved
 * it, when and how much. A search that no index serves goes on from where its bound ended it, to the end.
 *
 * @param at ISO 8601.
 */
export async function* eventFileParts(db: Db, file: FileInHand, at: string): AsyncGenerator<FilePart, void> {
  const { conditions, format } = eventFileWhatSchema.parse(file.what);
  let rows = 0;
  let isCut = false;
  yield { text: headOfEvents(format), rows: 0, memberIds: [] };
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const limit = Math.min(PAGE, PREPARED_EVENT_ROWS - rows);
    const page: Page = await readPage(db, conditions, { cursor, limit });
    isCut = page.isCut;
    rows += page.events.length;
    if (page.events.length > 0) {
      const memberIds = [...new Set(page.events.map(({ memberId }) => memberId))];
      yield { text: linesOfEvents(page.events, format), rows: page.events.length, memberIds };
    }
    cursor = rows < PREPARED_EVENT_ROWS ? page.next : null;
  }
  const notes = [
    ...(rows >= PREPARED_EVENT_ROWS ? ["more may match than a file holds"] : []),
    ...(isCut ? ["a condition was looked at in part"] : []),
  ];
  const whose = `exported by ${file.askedBy}, approved by ${file.approvedBy}, at ${at}, ${rows} events`;
  yield { text: markOfFile([whose, ...notes].join("; "), format), rows: 0, memberIds: [] };
}

type Page = { events: MemberEvent[]; next: string | null; isCut: boolean };

async function readPage(
  db: Db,
  conditions: Parameters<typeof resolveConditions>[1],
  { cursor, limit }: { cursor: string | undefined; limit: number },
): Promise<Page> {
  return db.transaction(async (tx) => {
    // The worker's other statements are planned once; a search is planned for its values.
    await tx.execute(sql`select set_config('plan_cache_mode', 'force_custom_plan', true)`);
    const selection = await resolveConditions(tx, conditions);
    const found = await findEvents(tx, selection, { cursor, limit });
    const events = await selectEvents(tx, found.ids);
    const next = events.length === limit ? (events.at(-1)?.id ?? null) : found.lookedTo;
    return { events, next, isCut: selection.isCut };
  });
}
