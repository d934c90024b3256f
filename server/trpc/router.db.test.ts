import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { connect, type Db } from "../db.ts";
import type { Actor } from "../staff/actor.ts";
import { makeActor } from "../testing/actors.ts";
import { useDatabase } from "../testing/database.ts";
import { may, permissions, type Role, roles } from "../vocabulary/roles.ts";
import { createCallerFactory } from "./procedure.ts";
import { appRouter } from "./router.ts";

const database = useDatabase();
let db: Db;
const actors = new Map<Role, Actor>();
beforeAll(async () => {
  db = connect({ url: database.url("web"), name: "test", max: 4 });
  for (const role of roles) actors.set(role, await makeActor(database.owner(), role));
});
afterAll(() => db.$client.end());

/** tRPC keeps all procedures flat by their path at run time, but types them nested. */
const procedures: object = appRouter._def.procedures;
const names = Object.keys(procedures);

function permissionOf(name: string): unknown {
  return ["_def", "meta", "permission"].reduce<unknown>(
    (at, key) => Reflect.get(Object(at), key),
    Reflect.get(procedures, name),
  );
}

/** Calls a procedure with an input that none accepts, so that whoever is let in is told about the input. */
async function call(name: string, role: Role | undefined): Promise<string> {
  const caller = createCallerFactory(appRouter)({
    db,
    search: (work) => work(db),
    actor: role && actors.get(role),
    findActor: async () => undefined,
    sessionToken: undefined,
    requestId: "test",
  });
  const path = name.split(".");
  let target: unknown = caller;
  for (const part of path) target = Reflect.get(Object(target), part);
  if (typeof target !== "function") throw new Error(`${name} is no procedure`);
  try {
    await target({ thisFieldIsNobodys: true });
    return "answered";
  } catch (error) {
    return String(Reflect.get(Object(error), "code"));
  }
}

test("every procedure names a known permission", () => {
  const known: readonly string[] = permissions;
  for (const name of names) expect.soft(known, name).toContain(permissionOf(name));
  expect(names.length).toBeGreaterThan(14);
});

describe.each(names)("%s", (name) => {
  test("refuses nobody with 401", async () => {
    expect(await call(name, undefined)).toBe("UNAUTHORIZED");
  });

  test.each(roles)("lets %s in exactly when the role has the permission", async (role) => {
    const permission = permissions.find((one) => one === permissionOf(name));
    if (!permission) throw new Error(`${name} names no permission`);
    expect(await call(name, role)).toBe(may(role, permission) ? "BAD_REQUEST" : "FORBIDDEN");
  });
});

test("the roles are as agreed", () => {
  const table = Object.fromEntries(
    roles.map((role) => [role, permissions.filter((permission) => may(role, permission)).join(" ")]),
  );
  expect(table).toEqual({
    agent: "self member:open member:look-up member:reveal event:show",
    analyst:
      "self member:open member:look-up member:reveal event:search event:show record:export file:see publication:see subscriber:see",
    admin:
      "self member:open member:look-up member:erase member:disclose event:search event:show event:record record:export file:see file:approve catalog:push publication:see publication:stop dead-letter:resolve republish:see republish:send subscriber:see subscriber:manage staff:manage setting:see setting:change",
    auditor: "self file:see access-record:see setting:see",
  });
});
