import { afterAll, beforeAll, expect, test } from "vitest";
import { connect, type Db } from "../../db.ts";
import { useDatabase } from "../../testing/database.ts";
import { createAccessToken } from "../create-access-token.ts";
import { createAccount } from "../create-account.ts";
import { findSessionActor, findTokenActor } from "../find-actor.ts";
import { requireFreshProof } from "../require-fresh-proof.ts";
import { proveSession } from "./prove-session.ts";
import { type SignIn, signIn } from "./sign-in.ts";
import { lanesOf, takeSignInTurn } from "./sign-in-turn.ts";
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

async function tokensOf(login: string, brought: Partial<SignIn> = {}) {
  const signed = await signIn(db, { login, password, ...from, ...brought });
  if (signed.kind !== "signed-in") throw new Error("could not sign in");
  return signed;
}

async function signedIn(login: string): Promise<string> {
  return (await tokensOf(login)).sessionToken;
}

const wrong = (login: string, brought: Partial<SignIn> = {}) =>
  signIn(db, { login, password: "wrong", ...from, ...brought });
const found = (token: string) => findSessionActor(db, token, { ip: null, acts: false });
const recordsOf = (login: string) =>
  database.owner()`select result, reason from staff.access_record where login = ${login} and act = 'sign-in' order by id`;

test("the right password opens a session; only the token's hash is stored", async () => {
  const login = await newLogin();
  const token = await signedIn(login);
  const actor = await findSessionActor(db, token, { ip: "203.0.113.5", acts: false });
  expect(actor).toMatchObject({ login, role: "agent", ip: "203.0.113.5", isProved: true });
  const [row] = await database.owner()`select count(*)::int n from staff.session s where s::text like ${`%${token}%`}`;
  expect(row?.n).toBe(0);
});

test("a wrong password and an unknown login open nothing; what was typed as a login that nobody has is not kept", async () => {
  const login = await newLogin();
  expect(await wrong(login)).toEqual({ kind: "wrong" });
  const secret = `my password ${login}`;
  expect(await wrong(secret)).toEqual({ kind: "wrong" });
  expect([...(await recordsOf(login))]).toEqual([{ result: "refused", reason: "wrong password" }]);
  expect(await recordsOf("?")).not.toEqual([]);
  const [kept] = await database.owner()`
    select (select count(*) from staff.access_record r where r::text like ${`%${secret}%`})
         + (select count(*) from staff.sign_in_try t where t::text like ${`%${secret}%`}) as n`;
  expect(kept).toEqual({ n: "0" });
});

test("wrong tries of strangers shut nobody out: not elsewhere, and not in a browser that is known", async () => {
  const login = await newLogin();
  const ip = "198.51.100.7";
  const { browserToken } = await tokensOf(login);
  await Promise.all(Array.from({ length: 30 }, () => takeSignInTurn(db, { login, ip, browser: null })));
  expect(await signIn(db, { login, password, ...from, ip })).toMatchObject({ kind: "slow" });
  expect(await tokensOf(login)).toMatchObject({ kind: "signed-in" });
  expect(await tokensOf(login, { ip, browserToken })).toMatchObject({ kind: "signed-in" });
});

test("after five wrong tries each waits twice as long as the one before, then is told when to come again", async () => {
  const login = await newLogin();
  const lanes = () => database.owner()<{ gap: number; failures: number }[]>`
    select round(extract(epoch from next_at - tried_at))::int gap, failures from staff.sign_in_try
     where left(lane, 21) = ${lanesOf(login)} order by next_at desc limit 1`;
  const gaps: number[] = [];
  for (let n = 0; n < 4; n += 1) {
    await wrong(login);
    gaps.push((await lanes())[0]?.gap ?? -1);
  }
  for (let n = 0; n < 5; n += 1) {
    await wrong(login);
    gaps.push((await lanes())[0]?.gap ?? -1);
    await database.owner()`update staff.sign_in_try set next_at = clock_timestamp()`;
  }
  expect(gaps).toEqual([0, 0, 0, 0, 1, 2, 4, 8, 16]);
  await database.owner()`update staff.sign_in_try set next_at = clock_timestamp() + interval '9 seconds'`;
  expect(await wrong(login)).toMatchObject({ kind: "slow", waitSeconds: 9 });
  await database.owner()`update staff.sign_in_try set next_at = clock_timestamp()`;
  expect(await tokensOf(login)).toMatchObject({ kind: "signed-in" });
  expect((await lanes())[0]?.failures).toBe(0);
});

test("tries that come side by side are counted one by one, and those that are not looked at leave one record", async () => {
  const login = await newLogin();
  const turns = await Promise.all(
    Array.from({ length: 30 }, () => takeSignInTurn(db, { login, ip: "198.51.100.8", browser: null })),
  );
  // Five at once, then after 1, 3 and 7 seconds; the next would have waited for 15.
  expect(turns.filter((turn) => "lanes" in turn)).toHaveLength(8);
  for (const _ of [1, 2]) expect(await wrong(login, { ip: "198.51.100.8" })).toMatchObject({ kind: "slow" });
  expect([...(await recordsOf(login))]).toEqual([{ result: "refused", reason: "too many tries" }]);
});

test("one account from everywhere is guessed at slowly, and so is every account from one address", async () => {
  const login = await newLogin();
  await database.owner()`truncate staff.sign_in_try`;
  for (let n = 0; n < 20; n += 1) await wrong(login, { ip: `198.18.0.${n}` });
  const most = () =>
    database.owner()`select max(failures) failures, max(next_at - tried_at) > interval '0.9 s' slow from staff.sign_in_try`;
  expect([...(await most())]).toEqual([{ failures: 20, slow: true }]);
  await database.owner()`truncate staff.sign_in_try`;
  for (let n = 0; n < 50; n += 1)
    await takeSignInTurn(db, { login: `nobody ${n}`, ip: "2001:db8::1:0", browser: null });
  await takeSignInTurn(db, { login: "nobody 50", ip: "2001:db8:0:0:ffff::2", browser: null });
  expect([...(await most())]).toEqual([{ failures: 51, slow: true }]);
  await database.owner()`truncate staff.sign_in_try`;
});

test("an hour without a try makes a lane begin anew", async () => {
  const login = await newLogin();
  for (let n = 0; n < 5; n += 1) await wrong(login);
  await database.owner()`update staff.sign_in_try set tried_at = clock_timestamp() - interval '61 minutes', next_at = clock_timestamp()`;
  await wrong(login);
  const counts =
    await database.owner()`select distinct failures from staff.sign_in_try where tried_at > clock_timestamp() - interval '1 minute'`;
  expect([...counts]).toEqual([{ failures: 1 }]);
});

test("signing in again ends the browser's session before it; of one person the three used last stay", async () => {
  const login = await newLogin();
  const first = await signedIn(login);
  const second = (await tokensOf(login, { sessionToken: first })).sessionToken;
  expect(await Promise.all([first, second].map(found))).toEqual([undefined, expect.anything()]);
  const more = [await signedIn(login), await signedIn(login), await signedIn(login)];
  expect((await Promise.all([second, ...more].map(found))).map((actor) => actor !== undefined)).toEqual([
    false,
    true,
    true,
    true,
  ]);
});

test("a session ends by signing out, by fifteen idle minutes and after eight hours", async () => {
  const login = await newLogin();
  const [out, idle, old] = [await signedIn(login), await signedIn(login), await signedIn(login)];
  const actor = await found(out);
  if (!actor) throw new Error("no actor");
  await signOut(db, actor, out);
  await age(idle, "last_seen_at", "15 minutes");
  await age(old, "created_at", "8 hours");
  expect(await Promise.all([out, idle, old].map(found))).toEqual([undefined, undefined, undefined]);
});

test("only what a person does keeps a session alive, not what a page asks by itself", async () => {
  const token = await signedIn(await newLogin());
  await age(token, "last_seen_at", "14 minutes");
  await found(token);
  const seen = () => database.owner()`
    select clock_timestamp() - last_seen_at > interval '13 minutes' untouched from staff.session where token_hash = sha256(${token}::text::bytea)`;
  expect([...(await seen())]).toEqual([{ untouched: true }]);
  await findSessionActor(db, token, { ip: null, acts: true });
  expect([...(await seen())]).toEqual([{ untouched: false }]);
});

test("who has shown who they are is taken at their word for five minutes, then shows it again by the password", async () => {
  const token = await signedIn(await newLogin());
  await age(token, "proved_at", "5 minutes");
  const actor = await found(token);
  if (!actor) throw new Error("no actor");
  expect(actor.isProved).toBe(false);
  expect(() => requireFreshProof(actor)).toThrow(expect.objectContaining({ code: "unproved" }));
  await expect(proveSession(db, actor, { password: "wrong", token })).rejects.toMatchObject({ field: "password" });
  expect((await found(token))?.isProved).toBe(false);
  await proveSession(db, actor, { password, token });
  expect((await found(token))?.isProved).toBe(true);
  const records = await database.owner()`
    select result from staff.access_record where act = 'session.prove' and account_id = ${actor.accountId} order by id`;
  expect(records.map(({ result }) => result)).toEqual(["refused", "done"]);
});

test("a session that ended meanwhile is not proved, and the record says so", async () => {
  const token = await signedIn(await newLogin());
  const actor = await found(token);
  if (!actor) throw new Error("no actor");
  await signOut(db, actor, token);
  await expect(proveSession(db, actor, { password, token })).rejects.toMatchObject({ code: "conflict" });
  const records = await database.owner()`
    select result from staff.access_record where act = 'session.prove' and account_id = ${actor.accountId}`;
  expect(records).toEqual([{ result: "refused" }]);
});

test("guessing at a proof slows down, and a personal access token has nothing to prove", async () => {
  const login = await newLogin();
  const token = await signedIn(login);
  const actor = await found(token);
  if (!actor) throw new Error("no actor");
  for (let n = 0; n < 5; n += 1) await proveSession(db, actor, { password: "wrong", token }).catch(() => undefined);
  await database.owner()`update staff.sign_in_try set next_at = clock_timestamp() + interval '30 seconds'`;
  await expect(proveSession(db, actor, { password, token })).rejects.toMatchObject({ code: "too-many" });
  await database.owner()`truncate staff.sign_in_try`;
  const { token: pat } = await createAccessToken(db, host, { login, name: "cli", days: 1 });
  expect(await findTokenActor(db, pat, null)).toMatchObject({ isProved: true });
  await expect(proveSession(db, actor, { password, token: undefined })).rejects.toMatchObject({ code: "bad-input" });
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
  expect((await found(session))?.role).toBe("auditor");
  expect((await findTokenActor(db, token, null))?.role).toBe("auditor");
  await database.owner()`update staff.account set disabled_at = clock_timestamp() where login = ${login}`;
  expect(await found(session)).toBeUndefined();
  expect(await findTokenActor(db, token, null)).toBeUndefined();
});

test("an expired or revoked token is nobody's, and a token is no session", async () => {
  const login = await newLogin();
  const { token } = await createAccessToken(db, host, { login, name: "cli", days: 1 });
  expect(await found(token)).toBeUndefined();
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
