import type { TransactionSql } from "postgres";
import type { Db } from "../../db.ts";
import { campaignsOf } from "./invent-crimes.ts";
import { inventUnit } from "./invent-unit.ts";
import { seededRandom, seedOfPart } from "./random.ts";
import { inventSnapshots, type StateSnapshot } from "./state-snapshots.ts";
import { storeEvents, storeHandlings } from "./store-events.ts";
import { storeMembers, storeSnapshots } from "./store-members.ts";
import type { UnitPast } from "./world-event.ts";
import { planWorld, unitsOf, WORLD_DAYS, type WorldPlan } from "./world-plan.ts";

/** Units to a transaction: some 60,000 events, a few seconds, and what a killed load does again. */
const CHUNK_UNITS = 1250;

/** How far a load is. */
export type LoadProgress = { units: number; of: number; events: number };

type Chunk = { past: UnitPast; snapshots: StateSnapshot[] };
type Run = { seed: number; now: number; members: number; next_unit: number; events: number };

/**
 * Loads the invented past into a database that has the demo's tables, chunk by chunk. A load that was broken off goes on
 * where it stopped, with the same past, whatever `members` says then; a finished one is left alone.
 *
 * @param db a pool as the owner.
 * @param onProgress hears of each chunk that is committed.
 * @returns how many events there are, and how many this call loaded.
 */
export async function loadWorld(
  db: Db,
  {
    members,
    chunkUnits = CHUNK_UNITS,
    onProgress = () => {},
  }: { members: number; chunkUnits?: number; onProgress?: (progress: LoadProgress) => void },
): Promise<{ members: number; events: number; loaded: number }> {
  const run = await beginRun(db, members);
  const plan = planWorld({ now: run.now, members: run.members, seed: run.seed });
  const of = unitsOf(plan);
  let [from, events] = [run.next_unit, run.events];
  let chunk = from < of ? inventChunk(plan, from, chunkUnits) : null;
  while (chunk !== null) {
    const next = Math.min(from + chunkUnits, of);
    const storing = storeChunk(db, { chunk, from, next });
    // While PostgreSQL stores this chunk, the next one is invented.
    const following: Chunk | null = await Promise.all([
      new Promise<void>((resolve) => setImmediate(resolve)).then(() =>
        next < of ? inventChunk(plan, next, chunkUnits) : null,
      ),
      storing,
    ]).then(([invented]) => invented);
    events += chunk.past.events.length;
    [from, chunk] = [next, following];
    onProgress({ units: next, of, events });
  }
  if (run.next_unit < of) {
    await db.$client`update demo_world.run set finished_at = clock_timestamp()`;
    await refreshStatistics(db);
  }
  return { members: plan.members, events, loaded: events - run.events };
}

/**
 * Or the first searches would be planned for empty tables. The statistics of the JSON columns take longer than all others
 * together, and autovacuum makes them a minute later.
 */
async function refreshStatistics({ $client: sql }: Db): Promise<void> {
  await sql`analyze event.member_event (id, member_id, action_id, version, origin, device_id, ip, correlation_id, causation_id)`;
  await sql`
    analyze event.publication, event.personal_value, event.inbox, event.pending, member.member, member.session, member.device,
            member.sanction, member.withdrawal, member.notification, member.deferred_task, family_account.family_member`;
}

async function beginRun(db: Db, members: number): Promise<Run> {
  const { seed } = planWorld({ now: 0 });
  const { $client: sql } = db;
  await sql`
    insert into demo_world.run (seed, now, members) values (${seed}, date_trunc('milliseconds', clock_timestamp()), ${members}) on conflict do nothing`;
  const [run] = await sql<Run[]>`
    select seed, (extract(epoch from now) * 1000)::float8 as now, members, next_unit, events::float8 as events from demo_world.run`;
  if (!run) throw new Error("demo_world.run has no row");
  await sql`call event.add_quarters((to_timestamp(${run.now} / 1000.0) - ${WORLD_DAYS + 1} * interval '1 day')::date, current_date)`;
  return run;
}

function inventChunk(plan: WorldPlan, from: number, chunkUnits: number): Chunk {
  const campaigns = campaignsOf(plan);
  const length = Math.min(chunkUnits, unitsOf(plan) - from);
  const pasts = Array.from({ length }, (_, at) => inventUnit(plan, from + at, campaigns));
  // Apart from the lives' own numbers, so that keeping snapshots changes nobody's life.
  const random = (unit: number) => seededRandom(seedOfPart(plan.seed + 1, unit));
  const snapshots = pasts.flatMap((past, at) => inventSnapshots(plan, from + at, { random: random(from + at), past }));
  return { past: joinPasts(pasts), snapshots };
}

/** Chunks of events go in the order of time, so that rows that are near in time are near on disk. */
function joinPasts(pasts: readonly UnitPast[]): UnitPast {
  return {
    events: pasts.flatMap(({ events }) => events).sort((one, other) => (one.id < other.id ? -1 : 1)),
    handlings: pasts.flatMap(({ handlings }) => handlings),
    members: pasts.flatMap(({ members }) => members),
    families: pasts.flatMap(({ families }) => families),
    sessions: pasts.flatMap(({ sessions }) => sessions),
    devices: pasts.flatMap(({ devices }) => devices),
    sanctions: pasts.flatMap(({ sanctions }) => sanctions),
    withdrawals: pasts.flatMap(({ withdrawals }) => withdrawals),
    notifications: pasts.flatMap(({ notifications }) => notifications),
    tasks: pasts.flatMap(({ tasks }) => tasks),
  };
}

/** All of a chunk and the note of it, or nothing. Another load of the same database would be told that it comes too late. */
async function storeChunk(db: Db, { chunk, from, next }: { chunk: Chunk; from: number; next: number }): Promise<void> {
  await db.$client.begin(async (tx: TransactionSql) => {
    const noted = await tx`
      update demo_world.run set next_unit = ${next}, events = events + ${chunk.past.events.length} where next_unit = ${from} returning 1`;
    if (noted.length === 0) throw new Error("The demo world is being loaded by another process. Wait for it to end.");
    await storeEvents(tx, chunk.past.events);
    await storeHandlings(tx, chunk.past.handlings);
    await storeMembers(tx, chunk.past);
    await storeSnapshots(tx, chunk.snapshots);
  });
}
