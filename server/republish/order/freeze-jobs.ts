import { sql } from "drizzle-orm";
import type { Db, Executor } from "../../db.ts";
import { DomainError } from "../../errors.ts";
import { log } from "../../log.ts";
import type { LayerName } from "../../vocabulary/member-event.ts";
import type { Selection } from "../../vocabulary/republish-selection.ts";
import type { Bound } from "../plan/bound.ts";
import { joinChecksums } from "../plan/count-set.ts";
import { idFloor, periodOf, type SetPeriod } from "../plan/set-period.ts";
import { endFreezing } from "./end-freezing.ts";
import { forgetPersonal } from "./forget-personal.ts";
import { freezeSlice } from "./freeze-slice.ts";

/** Rows and time of one transaction: about a second of work, so that progress is seen and a killed worker repeats little. */
const SLICE_ROWS = 20_000;
const SLICE_MS = 1000;

/**
 * A set that has to be looked for begins with so much of its period at most, however few events it has: to find them may take
 * minutes.
 */
const FIRST_SHARE = 1 / 64;

/** A slice that takes no longer than its lease. */
const LEASE = sql`interval '12 seconds'`;

type LeasedJob = {
  jobId: string;
  fence: string;
  selection: Selection;
  layer: LayerName;
  bound: Bound;
  planned: number | null;
  frozen: number;
  checksum: string;
  /** Where the next slice begins, in ms since 1970. */
  nextMs: number | null;
};

type Freezing = LeasedJob & SetPeriod;

/**
 * Writes down the set of the oldest job that waits for it, slice by slice, each in its own transaction: whoever takes over a
 * killed worker's job goes on behind its last slice. Memory does not grow with the set. A job whose selection means nothing any more
 * has failed, and says why.
 *
 * @param db a pool whose statements are planned for their values (`plans: "custom"`).
 * @returns false when no job waits to be frozen.
 */
export async function freezeJobs(db: Db, { signal }: { signal?: AbortSignal } = {}): Promise<boolean> {
  const job = await leaseFreezing(db);
  if (job === null) return false;
  try {
    await freezeOn(db, { ...job, ...(await periodOf(db, job.selection, job.bound)) }, signal);
  } catch (error) {
    await noteTrouble(db, job, error);
  }
  return true;
}

/** A set that cannot be written down, as its selection means nothing any more, ends its job; after anything else it is tried again. */
async function noteTrouble(db: Db, { jobId, fence }: LeasedJob, error: unknown): Promise<void> {
  const isFinal = error instanceof DomainError;
  const trouble = isFinal
    ? `Its events could not be written down, and nothing was sent. ${error.message}`
    : "Its events could not be written down; it is tried again. The worker's log says why.";
  await db.transaction(async (tx) => {
    const held = await tx.execute(sql`
      update republish.job set trouble = ${trouble}, state = case when ${isFinal} then 'failed' else state end,
             finished_at = case when ${isFinal} then clock_timestamp() end, lease_until = case when not ${isFinal} then lease_until end
       where id = ${jobId}::uuid and fence = ${fence}::bigint and state = 'freezing' returning id`);
    if (isFinal && held.length > 0) await forgetPersonal(tx, jobId);
  });
  if (!isFinal) throw error;
  log.warn({ jobId, error: error.message }, "republish job cannot be frozen");
}

async function freezeOn(db: Db, job: Freezing, signal: AbortSignal | undefined): Promise<void> {
  let state = job;
  const firstMs = firstWidth(job);
  let widthMs = firstMs;
  while (!signal?.aborted) {
    const highMs = (state.nextMs ?? state.oldestMs) + widthMs;
    const isLast = highMs > state.newestMs;
    const began = performance.now();
    const slice = await db.transaction((tx) => freezeNext(tx, state, isLast ? null : highMs));
    if (slice === null) return;
    if (isLast) {
      log.info({ jobId: job.jobId, events: state.frozen + slice.count }, "republish job frozen");
      return;
    }
    state = {
      ...state,
      nextMs: highMs,
      frozen: state.frozen + slice.count,
      checksum: joinChecksums(state.checksum, slice.checksum),
    };
    // A quiet stretch makes the next slice wider, but never so wide that a busy one after it takes minutes.
    const room = Math.min(SLICE_ROWS / Math.max(1, slice.count), SLICE_MS / Math.max(1, performance.now() - began));
    widthMs = Math.ceil(Math.min(widthMs * Math.min(2, Math.max(0.25, room)), 4 * firstMs));
  }
  await db.execute(sql`
    update republish.job set lease_until = null where id = ${job.jobId}::uuid and fence = ${job.fence}::bigint and state = 'freezing'`);
}

/** As wide as a slice is if the set is spread evenly; named events that fit one slice are one. */
function firstWidth({ planned, selection, oldestMs, newestMs }: Freezing): number {
  const whole = Math.max(1, newestMs - oldestMs + 1);
  const share = planned === null ? FIRST_SHARE : SLICE_ROWS / Math.max(1, planned);
  const isNamed = selection.eventIds !== undefined || selection.ofJob !== undefined;
  return Math.ceil(whole * Math.min(share, isNamed ? 1 : FIRST_SHARE));
}

/** Null when the job is somebody else's by now, or cancelled. */
async function freezeNext(tx: Executor, state: Freezing, highMs: number | null) {
  const held = await tx.execute(sql`
    update republish.job set lease_until = clock_timestamp() + ${LEASE}
     where id = ${state.jobId}::uuid and fence = ${state.fence}::bigint and state = 'freezing' returning id`);
  if (held.length === 0) return null;
  const { jobId, selection, layer, bound } = state;
  const low = state.nextMs === null ? undefined : idFloor(state.nextMs);
  const high = highMs === null ? undefined : idFloor(highMs);
  const slice = await freezeSlice(tx, { jobId, selection, layer, bound, range: { low, high } });
  const count = state.frozen + slice.count;
  const checksum = joinChecksums(state.checksum, slice.checksum);
  const { late } = slice;
  if (highMs === null) await endFreezing(tx, { jobId, count, checksum, late });
  else {
    await tx.execute(sql`
      update republish.job set frozen = ${count}::bigint, frozen_checksum = ${checksum}, frozen_to = ${idFloor(highMs)}::uuid,
             late_events = late_events + ${late}::bigint
       where id = ${jobId}::uuid`);
  }
  return slice;
}

async function leaseFreezing(db: Db): Promise<LeasedJob | null> {
  const [row] = await db.execute<Omit<LeasedJob, "bound"> & { snapshot: string; asOf: string }>(sql`
    with mine as (
      update republish.job j set lease_until = clock_timestamp() + ${LEASE}, fence = j.fence + 1
       where j.id = (
         select o.id from republish.job o
          where o.state = 'freezing' and (o.lease_until is null or o.lease_until < clock_timestamp())
          order by o.id limit 1 for update of o skip locked)
      returning j.*)
    select m.id as "jobId", m.fence::text as fence, m.selection, case m.layer when 1 then 'internal' else 'external' end as layer,
           m.bound::text as snapshot, m.as_of::text as "asOf", m.planned::float8 as planned, m.frozen::float8 as frozen,
           coalesce(m.frozen_checksum, '0/0') as checksum,
           (extract(epoch from uuid_extract_timestamp(m.frozen_to)) * 1000)::float8 as "nextMs"
      from mine m`);
  if (!row) return null;
  const { snapshot, asOf, ...job } = row;
  return { ...job, bound: { snapshot, asOf } };
}
