import { mkdirSync } from "node:fs";
import { DatabaseSync, type StatementSync } from "node:sqlite";
// fauxqs exports no persistence but through startFauxqs, which listens on every interface; its version is pinned.
import { PersistenceManager } from "../../node_modules/fauxqs/dist/persistence.js";
import { S3Store } from "../../node_modules/fauxqs/dist/s3/s3Store.js";
import { SnsStore } from "../../node_modules/fauxqs/dist/sns/snsStore.js";
import { SqsStore } from "../../node_modules/fauxqs/dist/sqs/sqsStore.js";

/** Queues as they were left, ready to be given to fauxqs. */
export interface QueueStores {
  stores: { sqsStore: SqsStore; snsStore: SnsStore; s3Store: S3Store };
  close(): void;
}

/**
 * Opens the queues kept in a directory; it is made when missing, for this account alone.
 *
 * A killed process loses nothing. A crash of the whole machine may lose the last messages, which the loop that sends
 * unrecorded events again makes up for.
 */
export function openQueueStores(dataDir: string): QueueStores {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const persistence = new QueuePersistence(dataDir);
  const stores = { sqsStore: new SqsStore(), snsStore: new SnsStore(), s3Store: new S3Store() };
  // Loaded before the stores write through: loading a queue stores it again, which would delete its messages.
  persistence.load(stores.sqsStore, stores.snsStore, stores.s3Store);
  stores.sqsStore.persistence = persistence;
  for (const queue of stores.sqsStore.allQueues()) queue.persistence = persistence;
  return {
    stores,
    close: () => persistence.close(),
  };
}

/** Mends what fauxqs 2.4.1 does with its database. */
class QueuePersistence extends PersistenceManager {
  readonly #makeVisible: StatementSync;

  constructor(dataDir: string) {
    super(dataDir);
    const database: unknown = Reflect.get(this, "db");
    if (!(database instanceof DatabaseSync))
      throw new Error("fauxqs keeps its database elsewhere than in version 2.4.1.");
    // One disk flush a message would hold every queue to a few hundred a second; a killed process loses nothing this way.
    database.exec("pragma synchronous = normal");
    this.#makeVisible = database.prepare(
      "update sqs_messages set receipt_handle = null, visibility_deadline = null where message_id = ?",
    );
  }

  /** The original also sets the receive count to null, which its table refuses: the message would be lost until a restart. */
  override updateMessageReady(messageId: string): void {
    this.#makeVisible.run(messageId);
  }
}
