// Unique personal values are seeded, every procedure is asked by every role, and each answer and the whole database are searched for them.
import { afterAll, beforeAll, expect, test } from "vitest";
import { connect, type Db } from "../db.ts";
import type { Actor } from "../staff/actor.ts";
import { makeActor } from "../testing/actors.ts";
import { useDatabase } from "../testing/database.ts";
import { useMessaging } from "../testing/messaging.ts";
import { callProcedure, metaOf, procedurePaths } from "../testing/procedures/call-procedure.ts";
import { giveProfiles } from "../testing/procedures/member-profiles.ts";
import type { ProcedureExample } from "../testing/procedures/procedure-example.ts";
import { procedureExamples } from "../testing/procedures/procedure-examples.ts";
import { makeProcedureWorld, type ProcedureWorld } from "../testing/procedures/procedure-world.ts";
import { type Role, roles } from "../vocabulary/roles.ts";

const database = useDatabase();
const messaging = useMessaging();
let db: Db;
let world: ProcedureWorld;
let examples: Record<string, ProcedureExample>;
const people = new Map<Role, Actor>();

const canary = {
  name: "Quixotina",
  phone: "010-8123-9407",
  email: "quokka.canary@hidden-domain.example",
  address: "서울 마포구 카나리아로 77길 12-3",
};
/** Parts that no mask leaves standing, however a value is written. */
const parts = ["uixotina", "8123-9407", "81239407", "uokka.canary", "idden-domain", "카나리아로 77길"];

beforeAll(async () => {
  db = connect({ url: database.url("web"), name: "test", max: 4 });
  world = await makeProcedureWorld(database, { messaging, web: db });
  examples = procedureExamples(world);
  for (const role of roles) people.set(role, await makeActor(database.owner(), role));
  for (const memberId of world.members) {
    for (const [action, attribute, value] of [
      ["name.changed", "name", canary.name],
      ["phone-number.changed", "phoneNumber", canary.phone],
      ["email.changed", "emailAddress", canary.email],
      ["address.changed", "address", canary.address],
    ] as const) {
      const attributes = JSON.stringify({ [attribute]: { to: value } });
      await database.owner()`select event.record_member_event(${memberId}, ${action}, ${attributes}::text::jsonb)`;
    }
  }
  await giveProfiles(
    database.owner(),
    world.members.map((memberId) => ({ memberId, ...canary })),
  );
});
afterAll(async () => {
  world.subscriptions.close();
  await db.$client.end();
});

/** What somebody is told: an answer, or why there is none. */
async function told(path: string, input: unknown, role: Role): Promise<string> {
  const actor = people.get(role);
  const context = { db, search: <T>(work: (pool: Db) => Promise<T>) => work(db), actor, requestId: "test" };
  try {
    const answer = await callProcedure(
      { ...context, findActor: async () => actor, sessionToken: actor?.login },
      path,
      input,
    );
    return JSON.stringify(answer) ?? "";
  } catch (error) {
    return `${String(error)} ${JSON.stringify(Object(error).data ?? null)}`;
  }
}

const clearIn = (text: string) => parts.filter((part) => text.includes(part));

async function askEverything(kind: "shows" | "tells" | "acts"): Promise<string[]> {
  const shown: string[] = [];
  for (const path of procedurePaths.filter((one) => metaOf(one).kind === kind && one !== "members.reveal")) {
    for (const role of roles) {
      for (const input of examples[path]?.asks ?? []) {
        const clear = clearIn(await told(path, input, role));
        if (clear.length > 0) shown.push(`${path} as ${role}: ${clear}`);
      }
    }
  }
  return shown;
}

test("no look of any role shows a clear personal value", async () => {
  expect(await told("members.profile", { memberId: world.members[0] }, "agent")).toContain("010-");
  expect([...(await askEverything("shows")), ...(await askEverything("tells"))]).toEqual([]);
});

test("a reveal shows the one field that it names, to the roles that may, and leaves it out of its record", async () => {
  const order = { memberId: world.members[0], field: "phone", reasonCode: "contact-member", caseNumber: "CS-1" };
  const given = { ...order, reason: `The member asked to be called at ${canary.phone}` };
  for (const role of roles) {
    const isShown = clearIn(await told("members.reveal", given, role)).length > 0;
    expect({ role, isShown }).toEqual({ role, isShown: role === "agent" || role === "analyst" });
  }
});

test("no act of any role tells one, and afterwards none stands anywhere but where clear values are kept", async () => {
  expect(await askEverything("acts")).toEqual([]);
  const tables = await database.owner()<{ name: string }[]>`
    select c.oid::regclass::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname in ('event', 'staff', 'republish') and c.relkind in ('r', 'p') and not c.relispartition`;
  const found: string[] = [];
  for (const { name } of tables) {
    const rows = await database.owner()<{ row: string }[]>`
      select t::text as row from ${database.owner().unsafe(name)} t where t::text like any(${parts.map((part) => `%${part}%`)}::text[])`;
    if (rows.length > 0) found.push(name);
  }
  expect(found).toEqual(["event.personal_value"]);
});
