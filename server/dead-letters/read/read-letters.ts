import { databaseTime } from "../../database-time.ts";
import type { Executor } from "../../db.ts";
import { DomainError } from "../../errors.ts";
import type { DeadLetters } from "../../messaging/dead-letters.ts";
import { faultText } from "../../messaging/fault-text.ts";
import { isNoQueue } from "../../messaging/queues.ts";
import type { Actor } from "../../staff/actor.ts";
import { type Recorded, showRecorded } from "../../staff/recorded.ts";
import { requirePermission } from "../../staff/require-permission.ts";
import type { DeadLetterPage } from "../../vocabulary/dead-letter.ts";
import { findQueue } from "../find-queue.ts";
import { collectLetters } from "./collect-letters.ts";
import { describeLetters } from "./describe-letters.ts";
import { groupLetters } from "./group-letters.ts";
import { askQueue } from "./list-queues.ts";

/**
 * The dead letters of a queue, grouped by cause and action, each with the event it carries. Reading takes none away; SQS
 * counts it as a receive, which has no consequence in a dead-letter queue. The look is recorded before it is answered.
 *
 * @param queue a subscriber's id, or the name of its queue.
 * @throws DomainError "forbidden"; "not-found" for nobody's queue; "unavailable" when SQS does not answer.
 */
export async function readLetters(
  db: Executor,
  actor: Actor,
  { queue, deadLetters }: { queue: string; deadLetters: DeadLetters },
): Promise<Recorded<DeadLetterPage>> {
  requirePermission(actor, "publication:see");
  requirePermission(actor, "event:show");
  const subscriber = await findQueue(db, queue);
  const { id, queueName, placement } = subscriber;
  const isOwn = placement === "internal";
  const { letters: found, partial } = await collectLetters(deadLetters, queueName).catch(refuseAbsence(queueName));
  const letters = await describeLetters(db, { id, isOwn, queueName }, found);
  const counts = await askQueue(deadLetters, subscriber);
  // Somebody else's text may name any member; only events of ours show one's data.
  const known = letters.filter(({ cause }) => cause !== "unknown-event");
  const memberIds = [...new Set(known.flatMap(({ memberId }) => memberId ?? []))];
  const answer: DeadLetterPage = {
    queue: counts ?? { subscriber: id, layer: subscriber.layer, queue: queueName, waiting: null, invisible: 0 },
    isOwn,
    groups: groupLetters(letters),
    letters,
    partial,
    asOf: await databaseTime(db),
  };
  const what = { queue: queueName, letters: letters.length };
  return showRecorded(db, actor, { act: "dead-letters.read", memberIds, what, answer, isFound: letters.length > 0 });
}

function refuseAbsence(queueName: string): (error: unknown) => never {
  return (error) => {
    if (isNoQueue(error)) {
      throw new DomainError(
        "not-found",
        `The queue ${queueName} has no dead-letter queue yet: run memberscope aws apply.`,
        {
          field: "queue",
          cause: error,
        },
      );
    }
    const said = faultText(error);
    throw new DomainError("unavailable", `SQS does not answer (${said}). No letter is lost; try again in a moment.`, {
      cause: error,
    });
  };
}
