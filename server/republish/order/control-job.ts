import { type SQL, sql } from "drizzle-orm";
import type { Db, Executor } from "../../db.ts";
import { DomainError } from "../../errors.ts";
import type { Actor } from "../../staff/actor.ts";
import { actRecorded, type Outcome, type Recorded } from "../../staff/recorded.ts";
import { requirePermission } from "../../staff/require-permission.ts";
import type { JobState, RepublishJob } from "../../vocabulary/republish-job.ts";
import { findJob } from "../outcome/find-job.ts";
import { forgetPersonal } from "./forget-personal.ts";

/** There is nothing to say of it but that it is done. */
type Done = Record<string, never>;

type Act = {
  /** The access record's act. */
  act: string;
  /** States in which it can be done, and what to say in any other. */
  from: readonly JobState[];
  otherwise: string;
  set: SQL;
  what?: Record<string, unknown>;
};

/**
 * Holds a job: the worker sees it before its next lot, within 2 s; what is in hand is finished.
 *
 * @throws DomainError "conflict" for a job that is not about to send, "not-found", "forbidden".
 */
export function pauseJob(db: Db, actor: Actor, { jobId }: { jobId: string }): Promise<Recorded<Done>> {
  return doAct(db, actor, jobId, {
    act: "republish.pause",
    from: ["waiting", "running"],
    otherwise: "Only a job that waits or runs can be paused.",
    set: sql`state = 'paused', paused_because = 'staff'`,
  });
}

/** Lets a paused job go on, also one that waited after its first lot; it takes its turn like any other. */
export function resumeJob(db: Db, actor: Actor, { jobId }: { jobId: string }): Promise<Recorded<Done>> {
  return doAct(db, actor, jobId, {
    act: "republish.resume",
    from: ["paused"],
    otherwise: "Only a paused job can go on.",
    set: sql`state = 'waiting', next_at = clock_timestamp(), paused_because = null,
             first_lot_passed_at = case when paused_because = 'first lot' then clock_timestamp() else first_lot_passed_at end`,
  });
}

/**
 * Ends a job for good: what was not sent stays unsent, and says so. The worker sees it before its next lot, and settles what
 * another one left in hand. A job whose set is still being written down keeps no clear personal values.
 */
export async function cancelJob(db: Db, actor: Actor, { jobId }: { jobId: string }): Promise<Recorded<Done>> {
  requirePermission(actor, "republish:send");
  return actRecorded(db, actor, async (tx) => {
    const { state } = await holdJob(tx, jobId);
    if (state === "freezing") await forgetPersonal(tx, jobId);
    return change(tx, jobId, {
      act: "republish.cancel",
      from: ["freezing", "approval", "waiting", "running", "paused"],
      otherwise: "It is over already.",
      set: sql`state = 'cancelled', finished_at = clock_timestamp(), slowed_to = null, slowed_because = null,
               lease_until = coalesce(lease_until, clock_timestamp())`,
    });
  });
}

/**
 * Changes how fast a job sends, from its next lot on. A job that somebody approved may become slower; a higher rate before it
 * has begun voids the approval, also of a job that is paused, and it waits for another one; after that it is refused: what runs
 * is what was approved.
 */
export async function changeRate(
  db: Db,
  actor: Actor,
  { jobId, rate }: { jobId: string; rate: number },
): Promise<Recorded<Done>> {
  requirePermission(actor, "republish:send");
  return actRecorded(db, actor, async (tx) => {
    const job = await holdJob(tx, jobId);
    const isFaster = rate > job.rate && job.approval !== null;
    if (isFaster && job.startedAt !== null) {
      throw new DomainError(
        "conflict",
        `This job was approved for ${job.rate} events a second and has begun: it can only become slower. Cancel it and order the rest anew for more.`,
        { field: "rate" },
      );
    }
    if (isFaster) {
      await tx.execute(sql`
        update republish.approval set voided_at = clock_timestamp() where job_id = ${jobId}::uuid and voided_at is null`);
    }
    return change(tx, jobId, {
      act: "republish.rate",
      from: ["freezing", "approval", "waiting", "running", "paused"],
      otherwise: "It is over already.",
      set: sql`rate = ${rate}, slowed_to = null, slowed_because = null
               ${isFaster ? sql`, state = 'approval', paused_because = null` : sql``}`,
      what: { rate, before: job.rate },
    });
  });
}

async function doAct(db: Db, actor: Actor, jobId: string, act: Act): Promise<Recorded<Done>> {
  requirePermission(actor, "republish:send");
  return actRecorded(db, actor, (tx) => change(tx, jobId, act));
}

/** The job, held before it is read: while this waits, it may begin, be approved or be written down. */
async function holdJob(tx: Executor, jobId: string): Promise<RepublishJob> {
  await tx.execute(sql`select from republish.job where id = ${jobId}::uuid for update`);
  return findJob(tx, jobId);
}

async function change(
  tx: Executor,
  jobId: string,
  { act, from, otherwise, set, what = {} }: Act,
): Promise<Outcome<Done>> {
  const changed = await tx.execute(sql`
    update republish.job set ${set} where id = ${jobId}::uuid and state = any(${`{${from.join(",")}}`}::text[]) returning id`);
  if (changed.length === 0) await refuse(tx, jobId, otherwise);
  return { act, memberIds: [], what: { jobId, ...what }, answer: {} };
}

async function refuse(tx: Executor, jobId: string, otherwise: string): Promise<never> {
  const { state } = await findJob(tx, jobId);
  throw new DomainError("conflict", `This job is ${words[state]}. ${otherwise}`, { field: "jobId" });
}

const words: Record<JobState, string> = {
  freezing: "still being written down",
  approval: "waiting for an approval",
  waiting: "waiting for its turn",
  running: "running",
  paused: "paused",
  done: "done",
  cancelled: "cancelled",
  failed: "ended without sending anything",
};
