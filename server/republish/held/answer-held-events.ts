import { sql } from "drizzle-orm";
import { z } from "zod";
import { isoTime } from "../../database-time.ts";
import type { Executor } from "../../db.ts";
import type { callSigned } from "../../messaging/call-signed.ts";
import { textArray } from "../../sql-values.ts";
import { type heldFaults, MOST_HELD, MOST_HELD_BYTES } from "../../vocabulary/hosts/held-events.ts";

/** How a host is called. */
type Call = (...args: Parameters<typeof callSigned>) => ReturnType<typeof callSigned>;

type Due = {
  id: string;
  subscriber: string;
  layer: string;
  from: string;
  to: string;
  url: string;
  secret: string;
  isRevoked: boolean;
};

type Fault = { kind: (typeof heldFaults)[number]; detail: string };

const answerSchema = z.object({ eventIds: z.array(z.string()) });

/**
 * Asks the host of the oldest ask that waits, and keeps the ids it names, or why there are none. No transaction waits for the
 * network: whoever is killed meanwhile has the host asked once more.
 *
 * @returns whether an ask was waiting.
 */
export async function answerHeldEvents(db: Executor, call: Call): Promise<boolean> {
  const due = await leaseDue(db);
  if (due === undefined) return false;
  const found = await askHost(due, call);
  await db.execute(
    "kind" in found
      ? sql`update republish.held_answer set state = 'failed', fault = ${found.kind}, detail = ${found.detail}, answered_at = clock_timestamp()
             where id = ${due.id}::uuid and state = 'asked'`
      : sql`update republish.held_answer set state = 'answered', event_ids = ${textArray(found.ids)}::uuid[], answered_at = clock_timestamp()
             where id = ${due.id}::uuid and state = 'asked'`,
  );
  return true;
}

async function leaseDue(db: Executor): Promise<Due | undefined> {
  const [due] = await db.execute<Due>(sql`
    with d as materialized (
      select a.id from republish.held_answer a
       where a.state = 'asked' and (a.asking_until is null or a.asking_until < clock_timestamp()) order by a.id limit 1 for update skip locked)
    update republish.held_answer a set asking_until = clock_timestamp() + interval '30 seconds'
      from d, staff.registered_host h where a.id = d.id and h.id = a.host_id
    returning a.id::text as id, a.subscriber, case a.layer when 1 then 'internal' else 'external' end as layer,
      ${isoTime(sql`a.period_from`)} as from, ${isoTime(sql`a.period_to`)} as to, h.url, h.secret, h.revoked_at is not null as "isRevoked"`);
  return due;
}

async function askHost(due: Due, call: Call): Promise<{ ids: string[] } | Fault> {
  const { id, subscriber, layer, from, to, url, secret, isRevoked } = due;
  if (isRevoked) return { kind: "revoked", detail: "" };
  const body = JSON.stringify({ askId: id, subscriber, layer, from, to });
  const answer = await call({ url, secret, body, id }, { mostBytes: MOST_HELD_BYTES });
  return "kind" in answer ? answer : readIds(answer.text);
}

function readIds(text: string): { ids: string[] } | Fault {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return { kind: "not-understood", detail: "JSON" };
  }
  const parsed = answerSchema.safeParse(json);
  if (!parsed.success) return { kind: "not-understood", detail: "eventIds" };
  const { eventIds } = parsed.data;
  if (eventIds.length > MOST_HELD) return { kind: "too-many", detail: String(eventIds.length) };
  const wrong = eventIds.findIndex((one) => !z.uuid().safeParse(one).success);
  if (wrong >= 0) return { kind: "not-understood", detail: `eventIds[${wrong}]` };
  return { ids: [...new Set(eventIds.map((one) => one.toLowerCase()))] };
}
