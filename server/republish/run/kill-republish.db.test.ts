import { beforeAll, expect, test } from "vitest";
import { insertTestCatalog } from "../../testing/catalog.ts";
import { useDatabase } from "../../testing/database.ts";
import { COPIES_A_KILL, killRepublishWorker } from "../../testing/kill-republish.ts";
import { useMessaging } from "../../testing/messaging.ts";

const database = useDatabase();
useMessaging();
beforeAll(() => insertTestCatalog(database.owner()));

test("a worker killed in the midst of a job loses nothing, sends few copies, and another goes on", async () => {
  const result = await killRepublishWorker({
    ownerUrl: database.url(),
    workerUrl: database.url("worker"),
    events: 6000,
    kills: 2,
    seed: 1,
    livesMs: 300,
  });
  expect(result.faults).toEqual({ lost: 0, foreign: 0, wrongTarget: 0, miscounted: 0 });
  expect(result.kills).toBeGreaterThan(0);
  expect(result.copies).toBeLessThanOrEqual(result.kills * COPIES_A_KILL);
});
