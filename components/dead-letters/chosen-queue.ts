import { readWordOnce, unknownParams } from "#server/vocabulary/address/page-params";
import type { ConditionFault } from "#server/vocabulary/condition-faults";
import type { DeadLetterQueue } from "#server/vocabulary/dead-letter";

type Named = Pick<DeadLetterQueue, "subscriber" | "queue">;

/** The queue that the address names by its subscriber or its own name, or the first. A name of none is a fault. */
export function chosenQueue<Q extends Named>(
  queues: readonly Q[],
  params: URLSearchParams,
): { chosen: Q | undefined; faults: ConditionFault[] } {
  const names = queues.flatMap(({ subscriber, queue }) => [subscriber, queue]);
  const { value, faults } = readWordOnce(params, "queue", names);
  const chosen = queues.find(({ subscriber, queue }) => subscriber === value || queue === value) ?? queues[0];
  // What there is is said by the shorter of a queue's two names.
  const expected = queues.map(({ subscriber }) => subscriber).join(", ");
  return {
    chosen,
    faults: [
      ...faults.map((fault) => (fault.rule === "word" ? { ...fault, expected } : fault)),
      ...unknownParams(params, ["queue"]),
    ],
  };
}
