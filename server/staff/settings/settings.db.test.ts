import { afterAll, beforeAll, expect, test } from "vitest";
import { connect, type Db } from "../../db.ts";
import { makeActor, TEST_PASSWORD } from "../../testing/actors.ts";
import { useDatabase } from "../../testing/database.ts";
import type { Actor } from "../actor.ts";
import { findSessionActor, findTokenActor } from "../find-actor.ts";
import { requirePermission } from "../require-permission.ts";
import { signIn } from "../sign-in/sign-in.ts";
import { changeAccount, inviteStaff, listAccounts } from "./manage-accounts.ts";
import { changePassword, endSession, listSessions } from "./own-account.ts";
import { createToken, listTokens, revokeToken } from "./personal-tokens.ts";
import { changeThreshold, listThresholds, settingHistory } from "./thresholds.ts";

const database = useDatabase();
let db: Db;
let admin: Actor;
beforeAll(async () => {
  db = connect({ url: database.url("web"), name: "test", max: 4 });
  admin = await makeActor(database.owner(), "admin");
});
afterAll(() => db.$client.end());

const reason = "a test needs it";
const from = { ip: "203.0.113.9", userAgent: "test" };

async function signedIn(login: string, password = TEST_PASSWORD) {
  const signed = await signIn(db, { login, password, ...from });
  if (signed.kind !== "signed-in") throw new Error(`could not sign in: ${signed.kind}`);
  return signed.sessionToken;
}

async function actorOf(token: string): Promise<Actor> {
  const actor = await findSessionActor(db, token, { ip: null, acts: false });
  if (!actor) throw new Error("the session is over");
  return actor;
}

const change = (accountId: string, what: Parameters<typeof changeAccount>[2]["change"], role?: "admin" | "agent") =>
  changeAccount(db, admin, { accountId, change: what, reason, ...(role && { role }) });

test("an invited person signs in by the first password and has to choose another before anything else", async () => {
  const { password } = await inviteStaff(db, admin, { login: "invited", name: "In Vited", role: "agent" });
  await expect(inviteStaff(db, admin, { login: "invited", name: "x", role: "agent" })).rejects.toMatchObject({
    code: "conflict",
  });
  const actor = await actorOf(await signedIn("invited", password));
  expect(actor.mustChangePassword).toBe(true);
  const chosen = { password, newPassword: "my own long password" };
  await expect(changePassword(db, actor, { ...chosen, password: "wrong" })).rejects.toMatchObject({
    field: "password",
  });
  await expect(changePassword(db, actor, { password, newPassword: password })).rejects.toMatchObject({
    field: "newPassword",
  });
  const other = await signedIn("invited", password);
  expect(await changePassword(db, actor, chosen)).toEqual({ endedSessions: 1 });
  expect(await findSessionActor(db, other, { ip: null, acts: false })).toBeUndefined();
  expect((await actorOf(await signedIn("invited", chosen.newPassword))).mustChangePassword).toBe(false);
});

test("a password that everybody can read opens nothing but the choice of another", async () => {
  const { login } = await makeActor(database.owner(), "admin");
  const knownToAll = new Map([[login, TEST_PASSWORD]]);
  const signed = await signIn(db, { login, password: TEST_PASSWORD, ...from, knownToAll });
  if (signed.kind !== "signed-in") throw new Error("could not sign in");
  expect((await actorOf(signed.sessionToken)).mustChangePassword).toBe(true);
});

test("another role, disabling and a new password end the sessions at once; each stands in the history with who, from and to", async () => {
  const { login, accountId } = await makeActor(database.owner(), "agent");
  const gone = async (token: string) => (await findSessionActor(db, token, { ip: null, acts: false })) === undefined;
  const first = await signedIn(login);
  expect(await change(accountId, "role", "admin")).toEqual({ endedSessions: 2, password: null });
  expect(await gone(first)).toBe(true);
  const second = await signedIn(login);
  const { token } = await createToken(db, await actorOf(second), { name: "cli", days: 1 });
  await change(accountId, "disabled");
  expect([await gone(second), await findTokenActor(db, token, null)]).toEqual([true, undefined]);
  expect(await signIn(db, { login, password: TEST_PASSWORD, ...from })).toEqual({ kind: "wrong" });
  await change(accountId, "enabled");
  const { password } = await change(accountId, "password");
  expect(await signIn(db, { login, password: TEST_PASSWORD, ...from })).toEqual({ kind: "wrong" });
  expect((await actorOf(await signedIn(login, password ?? ""))).mustChangePassword).toBe(true);

  const { changes } = await settingHistory(db, admin, {});
  const own = changes.filter(({ name }) => name === login).map(({ what, before, after }) => [what, before, after]);
  expect(own).toEqual([
    ["password", null, null],
    ["enabled", null, null],
    ["disabled", null, null],
    ["role", "agent", "admin"],
  ]);
  expect(changes.find(({ what, name }) => what === "role" && name === login)).toMatchObject({
    login: admin.login,
    subject: "account",
    reason,
  });
  const records = await database.owner()`
    select what, reason from staff.access_record where act = 'account.change' and what ->> 'login' = ${login} order by id limit 1`;
  expect([...records]).toEqual([{ what: { login, change: "role", from: "agent", to: "admin" }, reason }]);
});

test("nobody changes their own account, none but an admin another's, and the last admin stays one", async () => {
  await expect(change(admin.accountId, "role", "agent")).rejects.toMatchObject({ code: "conflict" });
  const agent = await makeActor(database.owner(), "agent");
  const target = { accountId: admin.accountId, change: "disabled", reason } as const;
  await expect(changeAccount(db, agent, target)).rejects.toMatchObject({ code: "forbidden" });
  // Not even when the code above is got round: the database knows whose session asks.
  await expect(changeAccount(db, { ...agent, role: "admin" }, target)).rejects.toMatchObject({ code: "conflict" });
  await expect(changeAccount(db, { ...admin, isProved: false }, target)).rejects.toMatchObject({ code: "unproved" });

  const owner = database.owner();
  const other = await makeActor(owner, "admin");
  await owner`update staff.account set disabled_at = clock_timestamp() where role = 'admin' and id not in (${admin.accountId}, ${other.accountId})`;
  await owner`update staff.account set disabled_at = clock_timestamp() where id = ${other.accountId}`;
  await expect(changeAccount(db, other, target)).rejects.toThrow("has ended");
  await owner`update staff.account set disabled_at = null where id = ${other.accountId}`;
  const disable = (by: Actor, accountId: string) =>
    changeAccount(db, by, { accountId, change: "disabled", reason }).then(
      () => "done",
      () => "refused",
    );
  const outcomes = await Promise.all([disable(admin, other.accountId), disable(other, admin.accountId)]);
  expect(outcomes.sort()).toEqual(["done", "refused"]);
  await owner`update staff.account set disabled_at = null where id in (${admin.accountId}, ${other.accountId})`;
  await owner`update staff.session set ended_at = null where account_id = ${admin.accountId}`;
});

test("an admin sees who is being guessed at, and lets them in at once", async () => {
  const { login, accountId } = await makeActor(database.owner(), "agent");
  for (let n = 0; n < 6; n += 1) {
    await signIn(db, { login, password: "wrong", ...from });
    await database.owner()`update staff.sign_in_try set next_at = clock_timestamp()`;
  }
  await database.owner()`update staff.sign_in_try set next_at = clock_timestamp() + interval '1 minute'`;
  const seen = async () => (await listAccounts(db, admin)).accounts.find(({ id }) => id === accountId);
  expect(await seen()).toMatchObject({ login, failures: 6, sessions: 1, tokens: 0 });
  expect(await signIn(db, { login, password: TEST_PASSWORD, ...from })).toMatchObject({ kind: "slow" });
  await change(accountId, "unlocked");
  await database.owner()`update staff.sign_in_try set next_at = clock_timestamp()`;
  expect((await seen())?.failures).toBe(0);
  expect(await signIn(db, { login, password: TEST_PASSWORD, ...from })).toMatchObject({ kind: "signed-in" });
});

test("people see their own sessions and end them, one or all others; nobody else's", async () => {
  const { login } = await makeActor(database.owner(), "agent");
  const [one, two] = [await actorOf(await signedIn(login)), await actorOf(await signedIn(login))];
  const { sessions } = await listSessions(db, two);
  expect(sessions.map(({ here }) => here)).toEqual([true, false, false]);
  expect(sessions[0]).toMatchObject({ ip: from.ip, userAgent: "test" });
  await expect(endSession(db, admin, { sessionId: sessions[0]?.id })).rejects.toMatchObject({ code: "not-found" });
  expect(await endSession(db, two, { sessionId: sessions[1]?.id })).toEqual({ ended: 1 });
  await expect(listSessions(db, one)).rejects.toThrow();
  expect(await endSession(db, two, {})).toEqual({ ended: 1 });
  expect((await listSessions(db, two)).sessions).toHaveLength(1);
});

test("a token may of its owner's role what its scope says, tells when it was used, and ends when it is revoked", async () => {
  const analyst = await makeActor(database.owner(), "analyst");
  const made = await createToken(db, analyst, { name: "scripts", days: 7, scope: ["event:search"] });
  const actor = await findTokenActor(db, made.token, null);
  if (!actor) throw new Error("the token is nobody's");
  expect(() => requirePermission(actor, "event:search")).not.toThrow();
  expect(() => requirePermission(actor, "event:show")).toThrow("without the permission event:show");
  await expect(createToken(db, actor, { name: "more", days: 1, scope: ["event:show"] })).rejects.toMatchObject({
    code: "forbidden",
  });
  await expect(createToken(db, analyst, { name: "x", days: 1, scope: ["staff:manage"] })).rejects.toMatchObject({
    code: "forbidden",
  });
  const { token: narrow } = await createToken(db, actor, { name: "child", days: 1 });
  expect((await findTokenActor(db, narrow, null))?.scope).toEqual(["event:search"]);

  const { tokens } = await listTokens(db, analyst);
  const listed = tokens.find(({ name }) => name === "scripts");
  expect(listed).toMatchObject({ own: true, scope: ["event:search"], createdBy: analyst.login, revokedAt: null });
  expect(listed?.lastUsedAt).not.toBeNull();
  const other = await makeActor(database.owner(), "analyst");
  const tokenId = listed?.id ?? "";
  await expect(revokeToken(db, other, { tokenId })).rejects.toMatchObject({ code: "not-found" });
  expect((await listTokens(db, other)).tokens).toEqual([]);
  expect(await revokeToken(db, admin, { tokenId })).toEqual({ login: analyst.login, name: "scripts" });
  expect(await findTokenActor(db, made.token, null)).toBeUndefined();
});

test("a token that was made for less than its owner may neither sees nor ends what is others', and of its owner's itself alone", async () => {
  const person = await actorOf(await signedIn((await makeActor(database.owner(), "admin")).login));
  const analyst = await makeActor(database.owner(), "analyst");
  const idOf = async (of: Actor, wanted: string) =>
    (await listTokens(db, of)).tokens.find(({ name }) => name === wanted)?.id ?? "";
  const make = async (name: string, scope: ("event:search" | "staff:manage")[]) => {
    const { token } = await createToken(db, person, { name, days: 1, scope });
    const actor = await findTokenActor(db, token, null);
    if (!actor) throw new Error("the token is nobody's");
    return { actor, tokenId: await idOf(person, name) };
  };
  await createToken(db, analyst, { name: "theirs", days: 1 });
  const theirs = await idOf(analyst, "theirs");
  const narrow = await make("narrow", ["event:search"]);
  const managing = await make("managing", ["staff:manage"]);
  const refused = { code: "forbidden", message: expect.stringContaining("made for event:search alone") };

  expect((await listTokens(db, narrow.actor)).tokens.filter(({ own }) => !own)).toEqual([]);
  for (const tokenId of [theirs, managing.tokenId])
    await expect(revokeToken(db, narrow.actor, { tokenId })).rejects.toMatchObject(refused);
  await expect(endSession(db, narrow.actor, {})).rejects.toMatchObject(refused);
  const [session] = (await listSessions(db, person)).sessions;
  const key = Buffer.from(narrow.actor.sessionKey, "base64url");
  expect(await db.$client`select staff.end_own_session(${key}, ${session?.id ?? ""}) as ended`).toEqual([
    { ended: false },
  ]);
  expect(await revokeToken(db, narrow.actor, { tokenId: narrow.tokenId })).toMatchObject({ name: "narrow" });

  expect(await idOf(managing.actor, "theirs")).toBe(theirs);
  expect(await revokeToken(db, managing.actor, { tokenId: theirs })).toMatchObject({ name: "theirs" });
  await expect(endSession(db, managing.actor, {})).rejects.toMatchObject({ code: "forbidden" });
});

test("a threshold holds from the next request on, stays within its bounds, and its history says from what to what", async () => {
  const { login } = await makeActor(database.owner(), "agent");
  const token = await signedIn(login);
  await database.owner()`update staff.session set proved_at = clock_timestamp() - interval '3 minutes'`;
  expect((await actorOf(token)).isProved).toBe(true);
  expect(await changeThreshold(db, admin, { name: "proof-minutes", value: 2, reason })).toEqual({ before: 5 });
  expect((await actorOf(token)).isProved).toBe(false);
  await expect(changeThreshold(db, admin, { name: "proof-minutes", value: 61, reason })).rejects.toThrow(
    "from 1 to 60",
  );
  const { changes } = await settingHistory(db, admin, {});
  expect(changes[0]).toMatchObject({ subject: "threshold", name: "proof-minutes", before: "5", after: "2", reason });
  await changeThreshold(db, admin, { name: "proof-minutes", value: 5, reason });
  expect((await listThresholds(db, admin)).thresholds).toHaveLength(8);
});

test("the history is read page by page", async () => {
  await database.owner()`
    insert into staff.setting_change (login, subject, name, what) select 'host:x', 'threshold', 'n' || n, 'value' from generate_series(1, 60) n`;
  const first = await settingHistory(db, admin, {});
  expect(first.changes).toHaveLength(50);
  const second = await settingHistory(db, admin, { cursor: first.nextCursor ?? undefined });
  const ids = [...first.changes, ...second.changes].map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids).toEqual([...ids].sort().reverse());
});
