import { randomUUID } from "node:crypto";
import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { readServerEvents, type ServerEvent } from "../../../components/live/read-server-events.ts";
import { connect, type Db } from "../../db.ts";
import { log } from "../../log.ts";
import { findSessionActor } from "../../staff/find-actor.ts";
import { showRecorded } from "../../staff/recorded.ts";
import { hashSecretToken } from "../../staff/secret-token.ts";
import { makeActor } from "../../testing/actors.ts";
import { useDatabase } from "../../testing/database.ts";
import { refuseRecords } from "../../testing/procedures/state-of-everything.ts";
import { router, showsLive } from "../procedure.ts";

const database = useDatabase();
let db: Db;
let [shown, isOver] = ["one", false];
beforeAll(() => {
  db = connect({ url: database.url("web"), name: "test", max: 4 });
});
/** A stream that a test leaves open ends with it. */
const opened: AbortController[] = [];
afterEach(() => {
  for (const one of opened.splice(0)) one.abort();
});
afterAll(() => db.$client.end());

/** A look at something that changes whenever a test says so. */
const testRouter = router({
  follow: showsLive(
    "republish:see",
    z.object({}).strict(),
    () =>
      ({ ctx }) => {
        const answer = { shown, asOf: new Date().toISOString() };
        return showRecorded(db, ctx.actor, {
          act: "member",
          memberIds: ["m-1"],
          what: { shown },
          answer,
          isFound: true,
        });
      },
    { everyMs: 20, isLast: () => isOver },
  ),
});

async function followAs(role: "admin" | "analyst") {
  const { accountId } = await makeActor(database.owner(), role);
  const token = randomUUID();
  await database.owner()`
    insert into staff.session (token_hash, account_id, last_seen_at)
    values (${hashSecretToken(token)}, ${accountId}, clock_timestamp() - interval '2 minutes')`;
  const listening = new AbortController();
  opened.push(listening);
  const open = async () => {
    const request = new Request("http://console.test/api/trpc/follow", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: "{}",
      signal: listening.signal,
    });
    const findActor = () => findSessionActor(db, token, { ip: null, acts: false });
    const actor = await findActor();
    const response = await fetchRequestHandler({
      endpoint: "/api/trpc",
      req: request,
      router: testRouter,
      createContext: () => ({
        db,
        search: (work) => work(db),
        actor,
        findActor,
        sessionToken: token,
        requestId: "test",
      }),
      allowMethodOverride: true,
    });
    if (response.body === null) throw new Error("the answer has no body");
    return readServerEvents(response.body, 20_000);
  };
  const records = () => database.owner()<{ what: { shown: string } }[]>`
    select what from staff.access_record where account_id = ${accountId} and result = 'shown' order by id`;
  return { accountId, token, open, records, listening };
}

/** The next event that is no sign of life. */
async function next(events: AsyncGenerator<ServerEvent, void>): Promise<ServerEvent> {
  for await (const event of { [Symbol.asyncIterator]: () => ({ next: () => events.next() }) }) {
    if (event.event !== "ping") return event;
  }
  throw new Error("the stream ended");
}

test("each answer's record is committed before it is pushed, and one that stays the same is pushed once", async () => {
  [shown, isOver] = ["one", false];
  const { open, records } = await followAs("admin");
  const events = await open();
  expect(await next(events)).toMatchObject({ event: "connected" });
  for (const value of ["one", "two", "three"]) {
    shown = value;
    expect(JSON.parse((await next(events)).data)).toMatchObject({ shown: value });
    expect((await records()).at(-1)?.what).toEqual({ shown: value });
  }
  isOver = true;
  expect(await next(events)).toMatchObject({ event: "return" });
  expect(await records()).toHaveLength(3);
});

test("nothing is pushed whose record cannot be written, and the stream ends", async () => {
  [shown, isOver] = ["one", false];
  const { open } = await followAs("admin");
  const events = await open();
  await next(events);
  await next(events);
  const refusing = await refuseRecords(database.owner());
  // This failure is wanted.
  log.level = "silent";
  shown = "never to be seen";
  const { event, data } = await next(events);
  log.level = "info";
  await refusing.mend();
  expect(event).toBe("serialized-error");
  expect(data).not.toContain("never to be seen");
  expect((await events.next()).done).toBe(true);
});

test.each([
  ["session", "UNAUTHORIZED"],
  ["role", "FORBIDDEN"],
  ["account", "UNAUTHORIZED"],
])("a stream ends within 10 s of its %s, and keeps no session alive", async (what, code) => {
  [shown, isOver] = ["one", false];
  const { open, accountId, token } = await followAs("admin");
  const events = await open();
  await next(events);
  await next(events);
  const owner = database.owner();
  const seen = () => owner`select last_seen_at from staff.session where token_hash = ${hashSecretToken(token)}`;
  const before = await seen();
  if (what === "session")
    await owner`update staff.session set ended_at = clock_timestamp() where account_id = ${accountId}`;
  if (what === "role") await owner`update staff.account set role = 'analyst' where id = ${accountId}`;
  if (what === "account") await owner`update staff.account set disabled_at = clock_timestamp() where id = ${accountId}`;
  const from = performance.now();
  const { event, data } = await next(events);
  expect({ event, code: JSON.parse(data).data.code }).toEqual({ event: "serialized-error", code });
  expect(performance.now() - from).toBeLessThan(10_000);
  expect(await seen()).toEqual(before);
});

test("somebody whose role does not allow it is refused at once", async () => {
  const { open } = await followAs("analyst");
  const events = await open();
  expect(await next(events)).toMatchObject({ event: "connected" });
  const { event, data } = await next(events);
  expect({ event, code: JSON.parse(data).data.code }).toEqual({ event: "serialized-error", code: "FORBIDDEN" });
});

test("one stream too many is refused, and one that nobody listens to any more is not counted", async () => {
  [shown, isOver] = ["one", false];
  const { open, listening } = await followAs("admin");
  const answer = async () => {
    const events = await open();
    await next(events);
    return (await next(events)).event;
  };
  const answers = await Promise.all(Array.from({ length: 9 }, answer));
  expect(answers.sort()).toEqual([...Array.from({ length: 8 }, () => "message"), "serialized-error"]);
  listening.abort();
  const again = await followAs("admin");
  expect(await (await again.open()).next()).toMatchObject({ value: { event: "connected" } });
});
