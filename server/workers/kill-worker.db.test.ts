import { beforeAll, expect, test } from "vitest";
import { insertTestCatalog } from "../testing/catalog.ts";
import { useDatabase } from "../testing/database.ts";
import { killWorkerWhileEventsFlow } from "../testing/kill-worker.ts";
import { useMessaging } from "../testing/messaging.ts";

const database = useDatabase();
const messaging = useMessaging();
beforeAll(() => insertTestCatalog(database.owner()));

test("a worker killed six times while events flow loses nothing, publishes nothing that was rolled back, and heals by itself", async () => {
  const result = await killWorkerWhileEventsFlow({
    ownerUrl: database.url(),
    workerUrl: database.url("worker"),
    prefix: messaging.prefix,
    kills: 6,
    eventsPerSecond: 50,
    unpublishedAfterMs: 3000,
  });
  expect(result.faults).toEqual({ lost: 0, leaked: 0, unpublished: 0, publishedUnseen: 0, changedBodies: 0 });
  expect(result.committed).toBeGreaterThan(100);
  expect(result.rolledBack).toBeGreaterThan(10);
  expect(result.copies).toBeLessThanOrEqual(result.copiesAllowed);
});
