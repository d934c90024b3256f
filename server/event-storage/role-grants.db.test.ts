import postgres from "postgres";
import { beforeAll, describe, expect, test } from "vitest";
import { type LoginRole, loginRoles } from "../start/local/login-roles.ts";
import { insertTestCatalog } from "../testing/catalog.ts";
import { useDatabase } from "../testing/database.ts";

const database = useDatabase();
beforeAll(async () => {
  await insertTestCatalog(database.owner());
  await database.owner()`select event.record_member_event('m-1', 'thing.changed', '{"phone": {"to": "010-1234-5678"}}')`;
});

const PERMISSION_DENIED = "42501";

async function attempt(role: LoginRole, statement: string): Promise<string> {
  const sql = postgres(database.url(role), { max: 1, onnotice: () => {} });
  try {
    await sql.unsafe(statement);
    return "done";
  } catch (error) {
    return error instanceof postgres.PostgresError ? error.code : String(error);
  } finally {
    await sql.end();
  }
}

/** What no login role may do: history, proof and access records only grow, and the keys stay with the owner. */
const forbiddenToAll = [
  "update event.member_event set member_id = 'x'",
  "delete from event.member_event",
  "truncate event.member_event",
  "insert into event.member_event (member_id, action_id) values ('x', 1)",
  "update event.publication set published_at = now()",
  "delete from event.publication",
  "update event.attempt set cause = 'relay'",
  "select * from event.hash_key",
  "select * from event.personal_value",
  "select * from event.source_event",
  "select * from event.service_token",
  "delete from staff.access_record",
  "update staff.access_record set login = 'x'",
  "truncate staff.access_record",
  "delete from event.action_version",
  "delete from event.action",
  "select event.store_event('m', 'thing.changed', '{}', '{}', null, null, null, null, null, null, '{}', null, 1::smallint)",
  "select event.hash_of('x')",
  "create table event.x ()",
  "drop table event.pending",
];

describe.each(loginRoles)("%s", (role) => {
  test.each(forbiddenToAll)("may not: %s", async (statement) => {
    expect(await attempt(role, statement)).toBe(PERMISSION_DENIED);
  });
});

const may: [LoginRole, string][] = [
  ["domain_writer", "select event.record_member_event('m-2', 'thing.changed', '{}')"],
  ["web", "select * from event.member_event_status"],
  ["web", "select * from event.masked_profile('m-1')"],
  ["worker", "delete from event.pending where false"],
  [
    "worker",
    "insert into event.publication (event_id, member_id, layer) select id, member_id, 1 from event.member_event limit 1",
  ],
];
test.each(may)("%s may: %s", async (role, statement) => {
  expect(await attempt(role, statement)).toBe("done");
});

const mayNot: [LoginRole, string][] = [
  // Who changed what and when is set by functions, which know who asks by the token of a session.
  ["web", "select password_hash from staff.account"],
  ["web", "update staff.account set role = 'admin'"],
  ["web", "update staff.account set password_hash = 'x'"],
  ["web", "update staff.account set disabled_at = null"],
  ["web", "insert into staff.account (login, name, role, password_hash) values ('x', 'x', 'admin', 'x')"],
  ["web", "select * from staff.access_token"],
  [
    "web",
    "insert into staff.access_token (token_hash, account_id, name, expires_at) select '', id, 'x', now() from staff.account",
  ],
  ["web", "update staff.access_token set expires_at = now()"],
  ["web", "select * from staff.session"],
  ["web", "insert into staff.session (token_hash, account_id) select '', id from staff.account"],
  ["web", "update staff.session set ended_at = null"],
  [
    "web",
    "insert into staff.access_record (login, act, result, at) values ('x', 'sign-in', 'done', now() - interval '1 day')",
  ],
  ["web", "update staff.threshold set value = 60"],
  ["web", "insert into staff.setting_change (login, subject, name, what) values ('x', 'account', 'x', 'role')"],
  ["web", "select * from staff.sign_in_try"],
  ["web", "delete from staff.sign_in_try"],
  ["web", "select * from staff.known_browser"],
  ["web", "select staff.acting(null, 'x')"],
  ["web", "select staff.forgive_sign_in(array['x'])"],
  ["worker", "select staff.find_sign_in('x', null)"],
  ["worker", "select staff.record_access(null, 'x', null, 'x', '{}', '{}', 'done', null, null)"],
  ["domain_writer", "select * from event.member_event"],
  ["domain_writer", "select * from event.action"],
  ["domain_writer", "select event.store_application_event('m', 'thing.changed', '{}')"],
  ["domain_writer", "select event.find_personal('phone', '010-1234-5678')"],
  ["domain_writer", "select * from staff.account"],
  ["domain_writer", "insert into event.action (name, family) values ('a.b', 'device')"],
  ["worker", "insert into event.action (name, family) values ('a.b', 'device')"],
  [
    "web",
    "insert into event.publication (event_id, member_id, layer) select id, member_id, 2 from event.member_event limit 1",
  ],
  ["web", "delete from event.pending"],
  ["web", "update event.pending set next_at = now() where false"],
  ["worker", "select event.retry_parked(1::smallint, 1)"],
  ["web", "update republish.job set fence = 0"],
  ["worker", "select staff.reveal_field(uuidv7(), null, 'm-1', 'phone', 'contact-member', 'because', 'C-1')"],
  ["web", "insert into staff.reveal select"],
  ["worker", "select * from staff.account"],
  ["worker", "insert into republish.job (idempotency_key) values (uuidv7())"],
  // A file needs two people, and its bytes are given by one function alone.
  ["web", "update staff.prepared_file set state = 'ready'"],
  ["web", "select sealed from staff.file_part"],
  ["worker", "update staff.prepared_file set approved_by = asked_by"],
  ["worker", "insert into staff.prepared_file (kind) values ('events')"],
  ["worker", "select sealed from staff.file_part"],
  ["web", "select * from event.disclosed_values(uuidv7())"],
  ["worker", "select staff.take_file(null, null, uuidv7(), null)"],
];
test.each(mayNot)("%s may not: %s", async (role, statement) => {
  expect(await attempt(role, statement)).toBe(PERMISSION_DENIED);
});

test("PUBLIC may execute no function of the event storage", async () => {
  const open = await database.owner()`
    select p.oid::regprocedure::text as name from pg_proc p
     where p.pronamespace in ('event'::regnamespace, 'staff'::regnamespace) and has_function_privilege('public', p.oid, 'execute')`;
  expect(open).toEqual([]);
});

test("every SECURITY DEFINER function names its search path", async () => {
  const open = await database.owner()`
    select p.oid::regprocedure::text as name from pg_proc p
     where p.pronamespace in ('event'::regnamespace, 'staff'::regnamespace) and p.prosecdef and not coalesce(p.proconfig::text like '%search_path%', false)`;
  expect(open).toEqual([]);
});

test("web may push the catalog, but nobody changes a version that an event uses", async () => {
  const push = (external: string) =>
    `select event.push_action_version(v.action_id, v.version, ${external}, v.schema, v.sentence) from event.action_version v
      where (v.action_id, v.version) in (select action_id, version from event.member_event)`;
  expect(await attempt("web", push("not v.external"))).toBe("MS409");
  expect(await attempt("web", push("v.external"))).toBe("done");
  expect(await attempt("web", "update event.action_version set sentence = sentence")).toBe(PERMISSION_DENIED);
  expect(await attempt("domain_writer", push("v.external"))).toBe(PERMISSION_DENIED);
});
