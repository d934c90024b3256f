import { randomUUID } from "node:crypto";
import { GetQueueUrlCommand, SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { connect, type Db } from "../db.ts";
import { log } from "../log.ts";
import { deadLetterQueueOf } from "../messaging/queues.ts";
import type { Actor } from "../staff/actor.ts";
import { hashSecretToken } from "../staff/secret-token.ts";
import { makeActor } from "../testing/actors.ts";
import { useDatabase } from "../testing/database.ts";
import { useMessaging } from "../testing/messaging.ts";
import { callProcedure, metaOf, procedurePaths } from "../testing/procedures/call-procedure.ts";
import type { ProcedureExample } from "../testing/procedures/procedure-example.ts";
import { procedureExamples } from "../testing/procedures/procedure-examples.ts";
import { makeProcedureWorld, type ProcedureWorld, storePhoneChange } from "../testing/procedures/procedure-world.ts";
import { refuseRecords, stateOfEverything } from "../testing/procedures/state-of-everything.ts";
import { type Role, roles } from "../vocabulary/roles.ts";

const database = useDatabase();
const messaging = useMessaging();
let db: Db;
let world: ProcedureWorld;
let examples: Record<string, ProcedureExample>;
beforeAll(async () => {
  db = connect({ url: database.url("web"), name: "test", max: 4 });
  world = await makeProcedureWorld(database, { messaging, web: db });
  examples = procedureExamples(world);
  await buryLetter();
});
afterAll(async () => {
  world.subscriptions.close();
  await db.$client.end();
});

/** The messages of both members' events lie among the dead letters of the listening subscriber. */
async function buryLetter(): Promise<void> {
  const sqs = new SQSClient({ useQueueUrlAsEndpoint: false });
  const QueueName = deadLetterQueueOf(`${messaging.prefix}${world.subscriber}`);
  const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName }));
  const who = await signedIn("analyst");
  for (const eventId of world.events) {
    const message = Object(await ask("subscribers.message", { eventId, layer: "internal" }, who));
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: message.body }));
  }
  sqs.destroy();
}

function exampleOf(path: string): ProcedureExample {
  const example = examples[path];
  if (!example) throw new Error(`${path} has no example: add one in server/testing/procedures/procedure-examples.ts.`);
  return example;
}

/** Asks as somebody with a session, from an address. */
function ask(path: string, input: unknown, { actor, sessionToken }: { actor: Actor; sessionToken?: string }) {
  return callProcedure(
    { db, search: (work) => work(db), actor, findActor: async () => actor, sessionToken, requestId: "test" },
    path,
    input,
  );
}

async function recordsOf({ accountId }: Actor) {
  return database.owner()<{ act: string; memberIds: string[]; result: string }[]>`
    select act, member_ids as "memberIds", result from staff.access_record where account_id = ${accountId} order by id`;
}

async function signedIn(role: Role): Promise<{ actor: Actor; sessionToken: string }> {
  const actor = await makeActor(database.owner(), role);
  const sessionToken = randomUUID();
  await database.owner()`
    insert into staff.session (token_hash, account_id) values (${hashSecretToken(sessionToken)}, ${actor.accountId})`;
  return { actor, sessionToken };
}

const pathsOf = (kind: string) => procedurePaths.filter((path) => metaOf(path).kind === kind);

test("every procedure says what it is, and exactly the mutations act", () => {
  for (const path of procedurePaths) {
    const { kind, type } = metaOf(path);
    expect.soft(["shows", "acts", "tells"], path).toContain(kind);
    expect.soft(kind === "acts", path).toBe(type === "mutation");
  }
});

test("every procedure has an example", () => {
  expect(Object.keys(examples).sort()).toEqual([...procedurePaths].sort());
});

describe.each(pathsOf("tells"))("%s is not recorded, so it", (path) => {
  test("names no member", async () => {
    const { as, asks } = exampleOf(path);
    const who = await signedIn(as);
    for (const input of asks) {
      const answer = JSON.stringify(await ask(path, input, who));
      for (const memberId of world.members) expect(answer).not.toContain(memberId);
      expect(answer).not.toMatch(/"memberIds?":/);
    }
  });
});

describe("when no access record can be written", () => {
  const attempts = new Map<string, { answer: unknown }>();
  let before: object;
  let after: object;
  beforeAll(async () => {
    const who = new Map<Role, Awaited<ReturnType<typeof signedIn>>>();
    for (const role of roles) who.set(role, await signedIn(role));
    const refusing = await refuseRecords(database.owner());
    // Each of these failures is wanted, and each would be logged.
    log.level = "silent";
    before = await everything();
    for (const path of [...pathsOf("shows"), ...pathsOf("acts")]) {
      const { as, asks } = exampleOf(path);
      const person = who.get(as);
      if (!person) throw new Error(`nobody is ${as}`);
      for (const [at, input] of asks.entries()) {
        const answer = await ask(path, input, person).catch((error: unknown) => error);
        attempts.set(`${path} ${at}`, { answer });
      }
    }
    after = await everything();
    await refusing.mend();
    log.level = "info";
  });

  test.each([...pathsOf("shows"), ...pathsOf("acts")])("%s answers nothing", (path) => {
    const own = [...attempts].filter(([name]) => name.split(" ")[0] === path);
    expect(own.length).toBeGreaterThan(0);
    for (const [name, { answer }] of own) {
      expect.soft(answer, name).toBeInstanceOf(Error);
      expect.soft(answer, name).toMatchObject({ code: "INTERNAL_SERVER_ERROR" });
    }
  });

  test("nothing is done", () => {
    expect(after).toEqual(before);
  });

  async function everything() {
    const queueName = `${messaging.prefix}${world.drifting}`;
    // Tries are counted before they are made, or guessing would be free where nothing can be recorded.
    const all = await stateOfEverything(database.owner());
    const { "staff.look_up_count": _looks, "staff.sign_in_try": _tries, ...state } = all;
    return {
      ...state,
      inForce: (await world.subscriptions.read({ layer: "external", queueName }))?.policy,
    };
  }
});

describe.each(pathsOf("acts"))("%s", (path) => {
  test("does what its example asks for, and records it", async () => {
    const { as, asks } = exampleOf(path);
    const who = await signedIn(as);
    for (const input of asks) {
      const before = (await recordsOf(who.actor)).length;
      expect(await ask(path, input, who)).toBeTypeOf("object");
      const records = (await recordsOf(who.actor)).slice(before);
      expect(records.length).toBeGreaterThan(0);
      expect(new Set(records.map(({ result }) => result))).toEqual(new Set(["done"]));
    }
  });
});

/** A look of somebody, by one of its examples, before which something may happen to a member. */
type Look = { path: string; at: number; session: string; ip: string; happensTo: 0 | 1 | null };

const someLook: fc.Arbitrary<Look> = fc.record({
  path: fc.constantFrom(...pathsOf("shows")),
  at: fc.nat(9),
  session: fc.constantFrom("one", "two"),
  ip: fc.constantFrom("203.0.113.1", "203.0.113.2"),
  happensTo: fc.constantFrom(null, null, null, 0, 1),
});

/** Each try counts by itself, however often it finds the same. */
const countsEach = new Set(["lookUp.find", "links.contact"]);
/** What it shows is who looked at whom: its record says which records, not again all whom they name. */
const namesRecords = new Set(["accessRecords.list"]);

describe("two different answers leave two records, and the same one to the same session and address leaves one", () => {
  async function play(looks: readonly Look[]) {
    const actors = new Map<Role, Actor>();
    for (const role of roles) actors.set(role, await makeActor(database.owner(), role));
    const [shown, asked] = [new Set<string>(), new Set<string>()];
    for (const { path, at, session, ip, happensTo } of looks) {
      const happened = happensTo === null ? undefined : world.members[happensTo];
      if (happened !== undefined) await storePhoneChange(database.owner(), happened, world.correlationId);
      const { as, asks } = exampleOf(path);
      const input = asks[at % asks.length];
      const base = actors.get(as);
      if (!base) throw new Error(`nobody is ${as}`);
      const actor = { ...base, sessionKey: session, ip };
      const before = (await recordsOf(actor)).length;
      const answer = await ask(path, input, { actor }).catch((error: unknown) => ({ refused: String(error) }));
      const records = (await recordsOf(actor)).slice(before);
      const look = JSON.stringify([path, session, ip, withoutTimesOfAsking(answer)]);
      const question = `${look} ${JSON.stringify(input)}`;
      const said = `${path} ${JSON.stringify(input)}`;
      if (!shown.has(look) || countsEach.has(path)) expect(records.length, said).toBe(1);
      else if (asked.has(question)) expect(records.length, said).toBe(0);
      shown.add(look);
      asked.add(question);
      for (const { memberIds } of records) {
        if (!namesRecords.has(path)) expect(memberIds, said).toEqual(expect.arrayContaining(membersIn(answer)));
      }
    }
  }

  test("in any order of looks", async () => {
    await fc.assert(fc.asyncProperty(fc.array(someLook, { minLength: 5, maxLength: 30 }), play), { numRuns: 12 });
  });

  test.each(pathsOf("shows"))("%s, asked everything twice", async (path) => {
    const { asks } = exampleOf(path);
    const each = asks.flatMap((_, at) => [at, at]);
    const looks: Look[] = each.map((at) => ({ path, at, session: "one", ip: "203.0.113.1", happensTo: null }));
    await play([...looks, ...looks.map((look) => ({ ...look, session: "two" }))]);
    await play(looks.map((look) => ({ ...look, ip: "203.0.113.2" })));
  });
});

/** `asOf` says when it was asked, and so does whatever else is equal to it. */
function withoutTimesOfAsking(answer: unknown): string {
  const { asOf, ...fields } = Object(answer);
  return JSON.stringify(fields).replaceAll(JSON.stringify(asOf), '"now"');
}

function membersIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(membersIn);
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => {
    return name === "memberId" && typeof inner === "string" ? [inner] : membersIn(inner);
  });
}
