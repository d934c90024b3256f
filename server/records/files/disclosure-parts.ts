import { createHash } from "node:crypto";
import { sql } from "drizzle-orm";
import { listActions } from "../../catalog/list-actions.ts";
import type { Db } from "../../db.ts";
import { DomainError } from "../../errors.ts";
import { resolveConditions } from "../../event-storage/conditions/selection.ts";
import { findEvents } from "../../event-storage/search/find-events.ts";
import { selectEvents } from "../../event-storage/select-events.ts";
import { MOST_DISCLOSED } from "../../vocabulary/choices/disclosure-choices.ts";
import { rangeOf } from "../../vocabulary/condition-values.ts";
import type { Condition } from "../../vocabulary/conditions.ts";
import type { Change, MemberEvent } from "../../vocabulary/member-event.ts";
import { disclosureWhatSchema } from "../../vocabulary/oversight/disclosure.ts";
import type { Disclosed } from "./disclosed-history.ts";
import { disclosureHtml } from "./disclosure-html.ts";
import type { FileInHand, FilePart } from "./file-in-hand.ts";
import { type ZipEntry, zipOf } from "./zip.ts";

const PAGE = 1000;

/** Bytes of one part. */
const PART_BYTES = 1_000_000;

/**
 * The file of a disclosure: an archive with the history to read (HTML), the same as data (one JSON object a line), and a manifest with whose it is,
 * on what grounds, and the SHA-256 of both.
 *
 * @param at ISO 8601.
 * @throws DomainError "too-many" when the period has more events than one disclosure holds.
 */
export async function* disclosureParts(db: Db, file: FileInHand, at: string): AsyncGenerator<FilePart, void> {
  const what = disclosureWhatSchema.parse(file.what);
  const memberId = file.memberId ?? "";
  const disclosed = await readDisclosed(db, file, { memberId, from: what.from, to: what.to });
  const about = { ...what, memberId, requestNumber: file.caseNumber ?? "", reason: file.reason, at };
  const people = { askedBy: file.askedBy, approvedBy: file.approvedBy };
  const actions = new Map((await listActions(db)).map((action) => [action.name, action]));
  const { profile, events } = disclosed;
  const lines = events.map((event) => `${JSON.stringify(event)}\n`).join("");
  const entries: ZipEntry[] = [
    { name: "history.html", content: Buffer.from(disclosureHtml({ ...about, ...people }, disclosed, actions)) },
    { name: "events.jsonl", content: Buffer.from(lines) },
  ];
  const files = entries.map(({ name, content }) => ({
    name,
    bytes: content.length,
    sha256: createHash("sha256").update(content).digest("hex"),
  }));
  const manifest = {
    kind: "memberscope disclosure",
    fileId: file.fileId,
    ...about,
    ...people,
    profile,
    events: events.length,
    files,
  };
  entries.push({ name: "manifest.json", content: Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`) });
  const archive = zipOf(entries, at);
  for (let start = 0; start < archive.length; start += PART_BYTES) {
    const isFirst = start === 0;
    yield {
      text: archive.subarray(start, start + PART_BYTES),
      rows: isFirst ? events.length : 0,
      memberIds: isFirst ? [memberId] : [],
    };
  }
}

type Extent = { memberId: string; from: string; to: string };

async function readDisclosed(db: Db, { fileId }: FileInHand, { memberId, from, to }: Extent): Promise<Disclosed> {
  const conditions: Condition[] = [{ field: "member", operator: "any", values: [memberId] }];
  const found: MemberEvent[] = [];
  const isWithin = ({ occurredAt }: MemberEvent) => occurredAt >= from && occurredAt < to;
  for (let cursor: string | undefined; ; cursor = found.at(-1)?.id) {
    const page = await db.transaction(async (tx) => {
      await tx.execute(sql`select set_config('plan_cache_mode', 'force_custom_plan', true)`);
      const period: Condition = { field: "occurred", operator: "between", values: [rangeOf(from, to)] };
      const selection = await resolveConditions(tx, [...conditions, period]);
      return selectEvents(tx, (await findEvents(tx, selection, { cursor, limit: PAGE })).ids);
    });
    found.push(...page);
    if (found.length > MOST_DISCLOSED)
      throw new DomainError("too-many", `The period has more than ${MOST_DISCLOSED} events.`);
    if (page.length < PAGE) break;
  }
  const values = await db.execute<{ event_id: string | null; name: string; side: "f" | "t"; value: string }>(sql`
    select v.event_id, v.name, v.side, v.value from event.disclosed_values(${fileId}::uuid) v`);
  const clear = new Map<string, Record<string, Change>>();
  const profile: Record<string, string> = {};
  for (const { event_id: eventId, name, side, value } of values) {
    if (eventId === null) profile[name] = value;
    else {
      const ofEvent = clear.get(eventId) ?? {};
      clear.set(eventId, { ...ofEvent, [name]: { ...ofEvent[name], [side === "f" ? "from" : "to"]: value } });
    }
  }
  const events = found.filter(isWithin).map((event) => ({ ...event, clear: clear.get(event.id) ?? {} }));
  return { profile, events: events.reverse() };
}

/** A name for the archive that tells which request it answers and when it was made, an ISO 8601 time; letters that a header cannot hold are dashes. */
export function nameOfDisclosure(at: string, requestNumber: string): string {
  return `disclosure-${requestNumber.replaceAll(/[^\w.-]+/g, "-")}-${at.slice(0, 19).replaceAll(/[-:]/g, "")}Z.zip`;
}
