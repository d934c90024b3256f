import { createHash } from "node:crypto";
import { sql } from "drizzle-orm";
import type { Executor } from "../db.ts";
import type { DomainError } from "../errors.ts";
import type { Actor, Outsider } from "./actor.ts";
import { type Access, recordAccess } from "./record-access.ts";

declare const recorded: unique symbol;

/** An answer whose access record is committed. Only this module makes one, and nothing else may be given to staff as a look or an act. */
export type Recorded<T> = T & { readonly [recorded]: true };

const committed = new WeakSet<object>();

/** Whether the access record of this very answer is committed. */
export function isRecorded<T extends object>(answer: T): answer is Recorded<T> {
  return committed.has(answer);
}

function mark<T extends object>(answer: T): Recorded<T> {
  committed.add(answer);
  if (!isRecorded(answer)) throw new Error("an answer was marked and is not");
  return answer;
}

type WithoutResult = Omit<Access, "result">;

/** What was read, for whom its record is to be written before it is answered. */
export type Look<T extends object> = WithoutResult & {
  answer: T;
  /** False when there was nothing to see. */
  isFound: boolean;
  /** Fields of the answer that only say when it was asked; `asOf` always is one. */
  timesOfAsking?: readonly (keyof T)[];
  /** True where each look counts by itself, the same one again too: whoever tries many things must leave as many records. */
  countsEach?: boolean;
};

/**
 * Gives an answer once the record of the look is committed.
 *
 * An identical answer, times of asking aside, to the same session from the same address within five minutes is the same
 * look. So a record is folded by what was shown, never by what was asked: another row, field, session or address is another
 * record, and so is another question as far as the record says it.
 *
 * @throws whatever the database says when the record cannot be written: nothing is shown then.
 */
export async function showRecorded<T extends object>(
  db: Executor,
  actor: Actor,
  { answer, isFound, timesOfAsking = [], countsEach = false, ...access }: Look<T>,
): Promise<Recorded<T>> {
  const result = isFound ? "shown" : "not found";
  const aside = new Set<PropertyKey>(["asOf", ...timesOfAsking]);
  const fields = Object.entries(answer).filter(([name]) => !aside.has(name));
  const sameLook = nameOfLook(actor, [access.act, result, access.memberIds, access.what, fields]);
  await recordAccess(db, actor, { ...access, result, ...(!countsEach && { sameLook }) });
  return mark(answer);
}

/**
 * Records that somebody asked for what there is not, or what is refused for another reason, and refuses.
 *
 * @throws the refusal; what the database says when it cannot be recorded.
 */
export async function refuseRecorded(
  db: Executor,
  actor: Actor,
  { refusal, ...access }: WithoutResult & { refusal: DomainError },
): Promise<never> {
  await recordAccess(db, actor, { ...access, result: resultOf(refusal) });
  throw refusal;
}

function resultOf({ code }: DomainError): "not found" | "refused" {
  return code === "not-found" ? "not found" : "refused";
}

/** What came of an act: it is done; nothing was left to do, because it had been done and recorded before; or it is refused, and nothing but its record stays. */
export type Outcome<T extends object> =
  | (WithoutResult & {
      answer: T /** What was done with it and has a record of its own. */;
      also?: readonly WithoutResult[];
    })
  | { unchanged: T }
  | (WithoutResult & { refusal: DomainError });

/**
 * Does something and records it, both in one transaction: neither stands without the other.
 *
 * @param work is given the transaction and must do everything in it; what it throws undoes all.
 * @throws what `work` throws, the refusal it returns, and what the database says when the act cannot be recorded.
 */
export async function actRecorded<T extends object>(
  db: Executor,
  who: Actor | Outsider,
  work: (tx: Executor) => Promise<Outcome<T>>,
): Promise<Recorded<T>> {
  const outcome = await db.transaction(async (tx) => {
    const done = await work(tx);
    if ("unchanged" in done) return { answer: done.unchanged };
    if ("refusal" in done) {
      const { refusal, ...access } = done;
      await recordAccess(tx, who, { ...access, result: resultOf(refusal) });
      return { refusal };
    }
    const { answer, also = [], ...access } = done;
    for (const one of [access, ...also]) await recordAccess(tx, who, { ...one, result: "done" });
    return { answer };
  });
  if ("refusal" in outcome) throw outcome.refusal;
  return mark(outcome.answer);
}

/**
 * Does something that no transaction holds, like an order to SNS: recorded as done before it is begun, and as failed when it
 * fails.
 *
 * @throws what `work` throws; what the database says when the act cannot be recorded, and then nothing is done.
 */
export async function actOutsideRecorded<T extends object>(
  db: Executor,
  who: Actor | Outsider,
  { work, ...access }: WithoutResult & { work: () => Promise<T> },
): Promise<Recorded<T>> {
  await recordAccess(db, who, { ...access, result: "done" });
  try {
    return mark(await work());
  } catch (error) {
    await recordAccess(db, who, { ...access, result: "failed" });
    throw error;
  }
}

/**
 * Does what one of the database's own functions does and records itself, so that nobody who holds this process's account
 * can do it without its record.
 *
 * @param work calls the function and tells the id of the record that it wrote.
 * @throws the refusal that `work` tells, once its record is committed; Error when there is no such record: then nothing is given.
 */
export async function recordedByDatabase<T extends object>(
  db: Executor,
  work: (tx: Executor) => Promise<{ recordId: string } & ({ answer: T } | { refusal: DomainError })>,
): Promise<Recorded<T>> {
  const done = await db.transaction(async (tx) => {
    const outcome = await work(tx);
    const written = await tx.execute(sql`select from staff.access_record where id = ${outcome.recordId}::uuid`);
    if (written.length === 0) throw new Error("the database did something and wrote no access record");
    return outcome;
  });
  if ("refusal" in done) throw done.refusal;
  return mark(done.answer);
}

/** Names a look by what it showed, to which session and to which address, for `recordAccess` to tell the same one by. */
export function nameOfLook({ sessionKey, ip }: Actor, shown: readonly unknown[]): string {
  return createHash("sha256")
    .update(JSON.stringify([sessionKey, ip, shown]))
    .digest("base64url");
}
