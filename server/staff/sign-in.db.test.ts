import { afterAll, beforeAll, expect, test } from "vitest";
import { connect, type Db } from "../db.ts";
import { useDatabase } from "../testing/database.ts";
import { createAccessToken } from "./create-access-token.ts";
import { createAccount } from "./create-account.ts";
import { findSessionActor, findTokenActor } from "./find-actor.ts";
import { signIn } from "./sign-in.ts";
import { signOut } from "./sign-out.ts";

const database = useDatabase();
let db: Db;
beforeAll(() => {
  db = connect({ url: database.url("web"), name: "test", max: 4 });
});
afterAll(() => db.$client.end());

const host = { kind: "host", login: "host:test", ip: null } as const;
const password = "a long enough password";
const from = { ip: "203.0.113.5", userAgent: "test" };

async function newLogin(): Promise<string> {
  const login = `kim-${crypto.randomUUID()}`;
  await createAccount(db, host, { login, name: "Kim", role: "agent", password });
  return login;
}

async function signedIn(login: string): Promise<string> {
  const token = await signIn(db, { login, password, ...from });
  if (!token) throw new Error("could not sign in");
  return token;
}

test("the right password opens a session; only the token's hash is stored", async () => {
  const login = await newLogin();
  const token = await signedIn(login);
  expect(await findSessionActor(db, token, "203.0.113.5")).toMatchObject({ login, role: "agent", ip: "203.0.113.5" });
  const [row] = await database.owner()`select count(*)::int n from staff.session s where s::text like ${`%${token}%`}`;
  expect(row?.n).toBe(0);
});

test("a wrong password and an unknown login open nothing, and both are recorded", async () => {
  const login = await newLogin();
  expect(await signIn(db, { login, password: "wrong", ...from })).toBeUndefined();
  expect(await signIn(db, { login: `${login}-x`, password, ...from })).toBeUndefined();
  const records =
    await database.owner()`select login, result from staff.access_record where login like ${`${login}%`} order by login`;
  expect(records).toEqual([
    { login, result: "refused" },
    { login: `${login}-x`, result: "refused" },
  ]);
});

test("five wrong passwords lock the account also for the right one, four do not", async () => {
  const login = await newLogin();
  const owner = database.owner();
  await owner`update staff.account set failed_logins = 3 where login = ${login}`;
  await signIn(db, { login, password: "wrong", ...from });
  expect(await signIn(db, { login, password, ...from })).toBeDefined();
  const [counted] = await owner`select failed_logins from staff.account where login = ${login}`;
  expect(counted).toEqual({ failed_logins: 0 });
  await owner`update staff.account set failed_logins = 4 where login = ${login}`;
  await signIn(db, { login, password: "wrong", ...from });
  expect(await signIn(db, { login, password, ...from })).toBeUndefined();
  await database.owner()`update staff.account set locked_until = clock_timestamp() where login = ${login}`;
  expect(await signIn(db, { login, password, ...from })).toBeDefined();
});

test("tries that come side by side are counted one by one: no more than five passwords are looked at", async () => {
  const login = await newLogin();
  await Promise.all(Array.from({ length: 7 }, () => signIn(db, { login, password: "wrong", ...from })));
  const reasons = await database.owner()`
    select reason, count(*)::int n from staff.access_record where login = ${login} group by 1 order by 1`;
  expect([...reasons]).toEqual([
    { reason: "locked", n: 2 },
    { reason: "wrong password", n: 5 },
  ]);
});

test("a session ends by signing out, by fifteen idle minutes and after eight hours", async () => {
  const login = await newLogin();
  const [out, idle, old] = [await signedIn(login), await signedIn(login), await signedIn(login)];
  const actor = await findSessionActor(db, out, null);
  if (!actor) throw new Error("no actor");
  await signOut(db, actor, out);
  await age(idle, "last_seen_at", "15 minutes");
  await age(old, "created_at", "8 hours");
  expect(await Promise.all([out, idle, old].map((token) => findSessionActor(db, token, null)))).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});

async function age(token: string, column: string, by: string) {
  const owner = database.owner();
  await owner`update staff.session set ${owner(column)} = clock_timestamp() - ${by}::text::interval where token_hash = sha256(${token}::text::bytea)`;
}

test("a disabled account loses its sessions and tokens at once, a changed role holds at once", async () => {
  const login = await newLogin();
  const session = await signedIn(login);
  const { token } = await createAccessToken(db, host, { login, name: "cli", days: 1 });
  await database.owner()`update staff.account set role = 'auditor' where login = ${login}`;
  expect((await findSessionActor(db, session, null))?.role).toBe("auditor");
  expect((await findTokenActor(db, token, null))?.role).toBe("auditor");
  await database.owner()`update staff.account set disabled_at = clock_timestamp() where login = ${login}`;
  expect(await findSessionActor(db, session, null)).toBeUndefined();
  expect(await findTokenActor(db, token, null)).toBeUndefined();
});

test("an expired or revoked token is nobody's, and a token is no session", async () => {
  const login = await newLogin();
  const { token } = await createAccessToken(db, host, { login, name: "cli", days: 1 });
  expect(await findSessionActor(db, token, null)).toBeUndefined();
  await database.owner()`update staff.access_token set expires_at = clock_timestamp() where token_hash = sha256(${token}::text::bytea)`;
  expect(await findTokenActor(db, token, null)).toBeUndefined();
});

test("a token for nobody, or for 0 or 366 days, is refused", async () => {
  const login = await newLogin();
  await expect(createAccessToken(db, host, { login: "nobody", name: "x", days: 1 })).rejects.toMatchObject({
    field: "login",
  });
  await expect(createAccessToken(db, host, { login, name: "x", days: 0 })).rejects.toMatchObject({ field: "days" });
  await expect(createAccessToken(db, host, { login, name: "x", days: 366 })).rejects.toMatchObject({ field: "days" });
});

test("a login can be taken once, and a short password is refused", async () => {
  const login = await newLogin();
  await expect(createAccount(db, host, { login, name: "Lee", role: "agent", password })).rejects.toMatchObject({
    code: "conflict",
  });
  await expect(
    createAccount(db, host, { login: `${login}2`, name: "Lee", role: "agent", password: "elevenchars" }),
  ).rejects.toThrow("12 characters");
});
