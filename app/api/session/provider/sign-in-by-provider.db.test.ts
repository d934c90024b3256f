import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { log } from "#server/log";
import { findSessionActor } from "#server/staff/find-actor";
import { useDatabase } from "#server/testing/database";
import {
  type IdentityProvider,
  startIdentityProvider,
  type TokenFault,
} from "#server/testing/sign-in/identity-provider";
import { webDatabase } from "#server/trpc/process/web-database";
import { GET as callback } from "./callback/route.ts";
import { POST as logout } from "./logout/route.ts";
import { GET as start } from "./route.ts";

const database = useDatabase();
const publicUrl = "http://console.test";
let provider: IdentityProvider;
beforeAll(async () => {
  provider = await startIdentityProvider(publicUrl);
  const arn = "arn:aws:sns:us-east-1:000000000000:none";
  const topics = { INTERNAL_TOPIC_ARN: arn, EXTERNAL_TOPIC_ARN: arn };
  Object.assign(process.env, { ...topics, ...provider.settings, DATABASE_URL: database.url("web") });
  // Each refusal is wanted, and each would be logged.
  log.level = "silent";
});
afterAll(async () => {
  await Promise.all([webDatabase().$client.end(), provider.stop()]);
});
afterEach(() => {
  provider.fault = null;
});

const HOUR = 3600;
let people = 0;
const somebody = (more: object = {}) => {
  people += 1;
  provider.person = { subject: `person-${people}`, groups: ["cs-agents"], ...more };
  return provider.person.subject;
};

type Cookies = Map<string, string>;
const headerOf = (cookies: Cookies) => [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");
function keep(cookies: Cookies, answer: Response): void {
  for (const line of answer.headers.getSetCookie()) {
    const [name = "", value = ""] = (line.split(";")[0] ?? "").split("=");
    if (/Max-Age=0/.test(line)) cookies.delete(name);
    else cookies.set(name, value);
  }
}

/** Goes to the provider and back; `spoil` changes the answer's address or the browser's cookies on the way. */
async function visit(
  { cookies = new Map(), query = "" }: { cookies?: Cookies; query?: string } = {},
  spoil: (back: URL, cookies: Cookies) => void = () => undefined,
) {
  const sent = await start(
    new Request(`${publicUrl}/api/session/provider${query}`, { headers: { cookie: headerOf(cookies) } }),
  );
  keep(cookies, sent);
  const asked = new URL(sent.headers.get("location") ?? "");
  const back = await provider.visit(asked.href);
  spoil(back, cookies);
  const ask = () => callback(new Request(back, { headers: { cookie: headerOf(cookies) } }));
  const answer = await ask();
  const again = { cookie: headerOf(cookies) };
  keep(cookies, answer);
  const token = cookies.get("memberscope_session");
  const actor =
    token === undefined ? undefined : await findSessionActor(webDatabase(), token, { ip: null, acts: false });
  const replay = () => callback(new Request(back, { headers: again }));
  return { asked, cookies, actor, token, replay, location: answer.headers.get("location") };
}

const sessionsOf = (subject: string) => database.owner()`
  select s.ended_at from staff.session s join staff.account a on a.id = s.account_id where a.subject = ${subject} order by s.created_at`;
const sessions = async () => (await database.owner()`select count(*)::int as n from staff.session`)[0]?.n;

test("who the provider names by issuer and subject is signed in, with the role of their group, and lands where they wanted", async () => {
  const subject = somebody({ name: "김\n하늘" });
  const { asked, actor, location } = await visit({ query: "?next=/members/m-1" });
  expect(Object.fromEntries(asked.searchParams)).toMatchObject({
    ...{ response_type: "code", code_challenge_method: "S256", max_age: String(8 * HOUR) },
    ...{ state: expect.stringMatching(/.{20,}/), nonce: expect.stringMatching(/.{20,}/) },
  });
  expect(actor).toMatchObject({ login: subject, name: "김 하늘", role: "agent", byProvider: true, isProved: true });
  expect(location).toBe("/members/m-1");
  const records = await database.owner()`
    select act, result, what from staff.access_record where account_id = ${actor?.accountId ?? null}`;
  expect([...records]).toEqual([{ act: "sign-in", result: "done", what: { issuer: provider.issuer, subject } }]);
});

test("another site is no place to land", async () => {
  somebody();
  expect((await visit({ query: "?next=//evil.test" })).location).toBe("/");
});

const claims = (change: object): TokenFault => ({ claims: (given) => ({ ...given, ...change }) });
const without = (name: string): TokenFault => ({
  claims: (given) => Object.fromEntries(Object.entries(given).filter(([key]) => key !== name)),
});
const now = () => Math.floor(Date.now() / 1000);
const pendingWith = (cookies: Cookies, change: object) => {
  const text = Buffer.from(cookies.get("memberscope_provider") ?? "", "base64url").toString();
  const pending = JSON.stringify({ ...JSON.parse(text), ...change });
  cookies.set("memberscope_provider", Buffer.from(pending).toString("base64url"));
};

const spoiledTokens: [string, () => TokenFault][] = [
  ["another nonce", () => claims({ nonce: "another" })],
  ["no nonce", () => without("nonce")],
  ["another issuer", () => claims({ iss: "http://127.0.0.1:1" })],
  ["another audience", () => claims({ aud: "another" })],
  ["an end that is past", () => claims({ exp: now() - HOUR })],
  ["no subject", () => without("sub")],
  ["no auth_time", () => without("auth_time")],
  ["an auth_time of yesterday", () => claims({ auth_time: now() - 24 * HOUR })],
  ["no amr", () => without("amr")],
  ["an amr without a second factor", () => claims({ amr: ["pwd"] })],
  ["no signature", () => ({ signature: "none" })],
  ["a signature by a foreign key", () => ({ signature: "foreign key" })],
];
test.each(spoiledTokens)("an ID token with %s opens nothing", async (_what, fault) => {
  somebody();
  provider.fault = fault();
  const before = await sessions();
  const { actor, location } = await visit();
  expect([actor, location, await sessions()]).toEqual([undefined, "/sign-in?error=refused", before]);
});

const spoiledAnswers: [string, (back: URL, cookies: Cookies) => void][] = [
  ["another state", (back) => back.searchParams.set("state", "x".repeat(43))],
  ["no state", (back) => back.searchParams.delete("state")],
  ["the name of another issuer", (back) => back.searchParams.set("iss", "http://127.0.0.1:1")],
  ["another code", (back) => back.searchParams.set("code", "x".repeat(43))],
  ["a code for another verifier", (_back, cookies) => pendingWith(cookies, { verifier: "x".repeat(43) })],
  ["a refusal", (back) => back.searchParams.set("error", "access_denied")],
];
test.each(spoiledAnswers)("an answer with %s opens nothing", async (_what, spoil) => {
  somebody();
  const { actor, location } = await visit({}, spoil);
  expect([actor, location]).toEqual([undefined, "/sign-in?error=refused"]);
});

test("an answer in another browser, and one that comes a second time, open nothing", async () => {
  somebody();
  const { actor, location } = await visit({}, (_back, cookies) => cookies.clear());
  expect([actor, location]).toEqual([undefined, "/sign-in?error=lost"]);
  const { replay } = await visit();
  const before = await sessions();
  expect((await replay()).headers.get("location")).toBe("/sign-in?error=refused");
  expect(await sessions()).toBe(before);
});

test("refused answers leave a record, of one address at most one a minute", async () => {
  const [count] = await database.owner()`
    select count(*)::int as n from staff.access_record where login = '?' and result = 'refused' and reason like 'identity provider: %'`;
  expect(count?.n).toBe(1);
});

test("who is in no group that has a role stays outside, and so does who is disabled here", async () => {
  somebody({ groups: ["others"] });
  expect((await visit()).location).toBe("/sign-in?error=no-role");
  const subject = somebody();
  await visit();
  await database.owner()`update staff.account set disabled_at = clock_timestamp() where subject = ${subject}`;
  expect((await visit()).location).toBe("/sign-in?error=disabled");
  const reasons = await database.owner()`
    select reason from staff.access_record where act = 'sign-in' and result = 'refused' and what <> '{}' order by id`;
  expect(reasons.map(({ reason }) => reason)).toEqual(["no group of theirs has a role", "disabled"]);
});

test("another group at the next sign-in is another role, ends the older sessions and stands in the history", async () => {
  const subject = somebody();
  const first = await visit();
  provider.person.groups = ["cs-agents", "cs-leads"];
  expect((await visit()).actor).toMatchObject({ accountId: first.actor?.accountId, role: "admin" });
  expect((await sessionsOf(subject)).map(({ ended_at }) => ended_at === null)).toEqual([false, true]);
  const changes =
    await database.owner()`select what, before, after from staff.setting_change where name = ${subject} order by id`;
  expect([...changes]).toEqual([
    { what: "created", before: null, after: "agent" },
    { what: "role", before: "agent", after: "admin" },
  ]);
});

test("a local account of the same login is not joined, and no login stands for a host or a program", async () => {
  await database.owner()`
    insert into staff.account (login, name, role, password_hash) values ('kim', 'Kim', 'admin', 'x')`;
  somebody({ subject: "kim" });
  const { actor } = await visit();
  expect(actor).toMatchObject({ login: expect.stringMatching(/^kim@127\.0\.0\.1/), role: "agent" });
  somebody({ subject: "service:partner" });
  expect((await visit()).actor?.login).toBe("service.partner");
});

test("what was shown of oneself is as old as the provider says; it is shown again there, and only by oneself", async () => {
  const subject = somebody({ ageSeconds: HOUR });
  provider.fault = claims({ auth_time: now() - HOUR });
  const signedIn = await visit();
  expect(signedIn.actor?.isProved).toBe(false);
  const { cookies } = signedIn;
  const stale = await visit({ cookies, query: "?prove" });
  expect([stale.location, stale.actor?.isProved]).toEqual(["/sign-in/proved?error=refused", false]);
  expect(stale.asked.searchParams.get("prompt")).toBe("login");
  provider.fault = null;
  somebody();
  expect((await visit({ cookies, query: "?prove" })).location).toBe("/sign-in/proved?error=other");
  somebody({ subject });
  const proved = await visit({ cookies, query: "?prove" });
  expect([proved.location, proved.actor?.isProved]).toEqual(["/sign-in/proved", true]);
});

const sendLogout = (token: string) =>
  logout(
    new Request(`${publicUrl}/api/session/provider/logout`, {
      method: "POST",
      body: new URLSearchParams({ logout_token: token }),
    }),
  );
const logoutClaims = (subject: string) => ({
  ...{ iss: provider.issuer, aud: "memberscope", sub: subject, iat: now(), jti: crypto.randomUUID() },
  events: { "http://schemas.openid.net/event/backchannel-logout": {} },
});

test("the provider's logout token ends the person's sessions at once; one with a fault ends none", async () => {
  const subject = somebody();
  const { token } = await visit();
  const found = () => findSessionActor(webDatabase(), token ?? "", { ip: null, acts: false });
  const good = logoutClaims(subject);
  const faults: [object, "foreign key"?][] = [
    [{ aud: "another" }],
    [{ iss: "http://127.0.0.1:1" }],
    [{ iat: now() - HOUR }],
    [{ events: {} }],
    [{ nonce: "x" }],
    [{ sub: undefined }],
    [{}, "foreign key"],
  ];
  for (const [change, signature] of faults) {
    const answer = await sendLogout(await provider.logoutToken({ ...good, ...change }, signature));
    expect.soft([answer.status, (await found()) !== undefined], JSON.stringify(change)).toEqual([400, true]);
  }
  expect((await sendLogout(await provider.logoutToken(good))).status).toBe(200);
  expect(await found()).toBeUndefined();
});
