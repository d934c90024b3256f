import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { connect, type Db } from "../db.ts";
import { log } from "../log.ts";
import { findTokenActor } from "../staff/find-actor.ts";
import { createCallerFactory } from "./procedure.ts";
import { appRouter } from "./router.ts";

let away: Db;
let actorFault: unknown;
beforeAll(async () => {
  away = connect({ url: "postgres://web@127.0.0.1:1/none", name: "test", max: 1 });
  actorFault = await findTokenActor(away, "ms_pat_whatever", "127.0.0.1").catch((error: unknown) => error);
});
afterAll(() => away.$client.end());

/** tRPC keeps all procedures flat by their path at run time, but types them nested. */
const names = Object.keys(Object(appRouter._def.procedures));

test("away from the database every procedure says so, with a request id that stands in the log", async () => {
  const logged = vi.spyOn(log, "error").mockImplementation(() => undefined);
  expect(actorFault).toBeInstanceOf(Error);
  for (const name of names) {
    logged.mockClear();
    const context = {
      db: away,
      search: <T>(work: (db: Db) => Promise<T>) => work(away),
      actor: undefined,
      actorFault,
      findActor: async () => undefined,
      sessionToken: undefined,
    };
    let target: unknown = createCallerFactory(appRouter)({ ...context, requestId: `request of ${name}` });
    for (const part of name.split(".")) target = Reflect.get(Object(target), part);
    if (typeof target !== "function") throw new Error(`${name} is no procedure`);
    await expect.soft(target({}), name).rejects.toMatchObject({
      code: "SERVICE_UNAVAILABLE",
      message: "The database cannot be reached right now. Nothing was changed or lost; try again in a moment.",
    });
    expect.soft(logged.mock.calls[0]?.[0], name).toMatchObject({ requestId: `request of ${name}` });
  }
});
