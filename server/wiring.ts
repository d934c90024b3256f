import type { FirstLayer, StoredMessage } from "./application-events/domain-transaction.ts";
import { storeApplicationEvent } from "./application-events/store-application-event.ts";
import { refusalOf } from "./event-storage/store/refusal-of.ts";
import { requireStorable } from "./event-storage/store/require-storable.ts";

/**
 * The first layer: every application event is stored in the action's transaction, and published after its commit.
 *
 * @param publish sends one internal message; what it cannot send, the detector sends.
 */
export function wireFirstLayer(publish: (message: StoredMessage) => Promise<void>): FirstLayer {
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
  };
}
