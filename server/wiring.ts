import type { FirstLayer, StoredMessage } from "./application-events/domain-transaction.ts";
import { storeApplicationEvent } from "./application-events/store-application-event.ts";
import type { Db } from "./db.ts";
import { requireStorable } from "./event-storage/store/require-storable.ts";
import type { Topics } from "./messaging/topic-clients.ts";
import { leaveToSender } from "./publication/leave-to-sender.ts";
import { internalPublisher } from "./publication/publish-internal.ts";
import { refusalOf } from "./refusal-of.ts";

/**
 * The first layer: every application event is stored in the action's transaction, and published after its commit.
 *
 * @param publish sends one internal message; what it cannot send, the sender sends.
 * @param leave told what is not even tried here.
 */
export function wireFirstLayer(
  publish: (message: StoredMessage) => Promise<void>,
  leave: FirstLayer["leave"] = () => {},
): FirstLayer {
  return {
    async inTransaction(tx, event) {
      requireStorable({ ...event });
      try {
        return await storeApplicationEvent(tx, event);
      } catch (error) {
        throw refusalOf(error);
      }
    },
    afterCommit: publish,
    leave,
  };
}

/**
 * The first layer of a process that acts in the domain: publishes to the internal topic, and leaves what SNS does not take
 * to the sender.
 *
 * @returns the layer, and `drain`, which settles when nothing is waiting or under way; call it before the process ends.
 */
export function connectFirstLayer(
  db: Db,
  topics: Pick<Topics, "publishBatch">,
): { layer: FirstLayer; drain: () => Promise<void> } {
  const sender = leaveToSender(db);
  const { publish, drain } = internalPublisher((messages) => topics.publishBatch("internal", messages), {
    leave: sender.leave,
  });
  const leave: FirstLayer["leave"] = (messages) =>
    sender.leave({ eventIds: messages.map(({ eventId }) => eventId), mayBeSent: false });
  return {
    layer: wireFirstLayer(publish, leave),
    async drain() {
      await drain();
      await sender.settled();
    },
  };
}
