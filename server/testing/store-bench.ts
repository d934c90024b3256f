import { readFileSync } from "node:fs";
import postgres, { type Sql, type TransactionSql } from "postgres";
import { pushCatalog } from "../catalog/push-catalog.ts";
import { connect } from "../db.ts";
import { migrate } from "../migrate.ts";
import { median } from "./bench-result.ts";

/** As many clients as the goal speaks of. */
const CLIENTS = 8;
const MEMBERS = 20_000;

/** One transaction that is measured: given a connection and a member's number, runs and commits. */
export type Act = (sql: Sql, member: number) => Promise<unknown>;

const ofMember = (m: number) => `m-${m}`;
const PHONE = (m: number) =>
  `{"phoneNumber": {"from": "010-${1000 + (m % 9000)}-1234", "to": "010-${1000 + (m % 9000)}-5678"}}`;
const MASKED = '{"phoneNumber": {"from": "010-****-**34", "to": "010-****-**78"}}';
const LOGGED_IN = '{"status": {"from": "logged-out", "to": "logged-in"}}';

/** What adopters send: begin, their own change, the event, commit. */
export const transactions = {
  /** The one-row update that every other one begins with. */
  bare: (sql, m) => sql.begin((tx) => tx`update bench.member set n = n + 1 where id = ${ofMember(m)}`),
  /** A change of a personal value, told to both layers. */
  change: (sql, m) =>
    sql.begin(async (tx) => {
      await tx`update bench.member set n = n + 1 where id = ${ofMember(m)}`;
      await tx`select event.record_member_event(${ofMember(m)}, 'phone-number.changed', ${PHONE(m)}::text::jsonb, ${contextOf(m)}::text::jsonb)`;
    }),
  /** A log-in: no personal value. */
  login: (sql, m) =>
    sql.begin(async (tx) => {
      await tx`update bench.member set n = n + 1 where id = ${ofMember(m)}`;
      await tx`select event.record_member_event(${ofMember(m)}, 'member.logged-in', ${LOGGED_IN}::text::jsonb, ${contextOf(m)}::text::jsonb)`;
    }),
  /** The row of a log-in and what waits, written by hand without one check. */
  plain: (sql, m) =>
    sql.begin(async (tx) => {
      await tx`update bench.member set n = n + 1 where id = ${ofMember(m)}`;
      await insertPlain(tx, m, LOGGED_IN, 1);
    }),
  /** The same of a change: masked by hand, two personal values with their hashes, two layers. */
  plainChange: (sql, m) =>
    sql.begin(async (tx) => {
      await tx`update bench.member set n = n + 1 where id = ${ofMember(m)}`;
      const id = await insertPlain(tx, m, MASKED, 2);
      await tx`
        insert into event.personal_value (event_id, name, side, member_id, kind, value, hash)
        select ${id}::uuid, 'phoneNumber', v.side, ${ofMember(m)}, 'phone', v.value, extension.hmac(convert_to('phone:' || v.value, 'UTF8'), k.key, 'sha256')
          from (values ('f', ${`8210${1000 + (m % 9000)}1234`}::text), ('t', ${`8210${1000 + (m % 9000)}5678`}::text)) v(side, value), event.hash_key k
         where k.active`;
    }),
} as const satisfies Record<string, Act>;

/** The same in one statement that commits by itself: nothing of the client's own time is in it. */
export const statements = {
  bare: (sql, m) => sql`update bench.member set n = n + 1 where id = ${ofMember(m)}`,
  change: (sql, m) => sql`
    with changed as (update bench.member set n = n + 1 where id = ${ofMember(m)} returning id)
    select event.record_member_event(id, 'phone-number.changed', ${PHONE(m)}::text::jsonb, ${contextOf(m)}::text::jsonb) from changed`,
  login: (sql, m) => sql`
    with changed as (update bench.member set n = n + 1 where id = ${ofMember(m)} returning id)
    select event.record_member_event(id, 'member.logged-in', ${LOGGED_IN}::text::jsonb, ${contextOf(m)}::text::jsonb) from changed`,
} as const satisfies Record<string, Act>;

async function insertPlain(sql: Sql | TransactionSql, m: number, attributes: string, layers: 1 | 2): Promise<string> {
  const [stored] = await sql<{ id: string }[]>`
    with stored as (
      insert into event.member_event (id, member_id, correlation_id, action_id, version, device_id, ip, attributes, context)
      select u.id, ${ofMember(m)}, u.id, 1, 1, ${`d-${m % 15_000}`}, ${`10.1.${m % 256}.${m % 200}`}, ${attributes}::text::jsonb, ${contextOf(m)}::text::jsonb
        from (select uuidv7() as id) u returning id, member_id, stored_at)
    insert into event.pending (event_id, member_id, layer, stored_at, next_at)
    select id, member_id, layer, stored_at, stored_at from stored, generate_series(1, ${layers}::int) layer
    returning event_id as id`;
  return stored?.id ?? "";
}

function contextOf(m: number): string {
  return JSON.stringify({
    deviceId: `d-${m % 15_000}`,
    ip: `10.1.${m % 256}.${m % 200}`,
    channel: "app",
    userAgent: "Mozilla/5.0 (Linux; Android 16; SM-S938N) AppleWebKit/537.36 Mobile Safari/537.36",
    appVersion: "12.4.1",
  });
}

/** Makes the database that acts are measured in: the demo's catalog, members, and so many events of the last quarter. */
export async function fillStoreBench(url: string, events: number): Promise<void> {
  await migrate({ url, searchHashKey: "benchmarks only" });
  const db = connect({ url, name: "bench", max: 1 });
  await pushCatalog(db, JSON.parse(readFileSync(new URL("../members/catalog.json", import.meta.url), "utf8")));
  await db.$client`create schema bench`;
  await db.$client`create table bench.member (id text primary key, n int not null default 0) with (fillfactor = 50)`;
  await db.$client`insert into bench.member select 'm-' || i from generate_series(0, ${MEMBERS - 1}::int) i`;
  await db.$client`call event.add_quarters((now() - interval '80 days')::date, now()::date)`;
  await db.$client`
    insert into event.member_event (id, member_id, correlation_id, action_id, device_id, ip, attributes, context)
    select x.id, x.member_id, x.id, 1 + x.i % 20, 'd-' || x.i % 15000, '10.1.' || x.i % 256 || '.' || x.i % 200, jsonb_build_object('status', jsonb_build_object('from', 'logged-out', 'to', 'logged-in')),
           jsonb_build_object('channel', 'app', 'deviceId', 'd-' || x.i % 15000)
      from (select i, 'm-' || i % ${MEMBERS}::int as member_id, event.id_at(now() - interval '80 days' * (1 - i::float8 / ${events}::int), 'm-' || i % ${MEMBERS}::int) as id
              from generate_series(1, ${events}::int) i) x`;
  await db.$client`vacuum analyze`;
  await db.$client.end();
}

/** Transactions a second of one act, by eight clients for so many milliseconds. */
export async function measureAct(sql: Sql, act: Act, ms: number): Promise<number> {
  const began = performance.now();
  let done = 0;
  const client = async () => {
    while (performance.now() - began < ms) {
      await act(sql, Math.floor(Math.random() * MEMBERS));
      done += 1;
    }
  };
  await Promise.all(Array.from({ length: CLIENTS }, client));
  return (done * 1000) / (performance.now() - began);
}

/** A pool of eight connections whose statements are prepared once. */
export function storeBenchPool(url: string): Sql {
  return postgres(url, { max: CLIENTS, onnotice: () => {} });
}

/** The medians of rounds, each of which measures every act once, and the median of each act's ratio to the first in its round. */
export function summarizeRounds(rounds: readonly Readonly<Record<string, number>>[], first: string) {
  const names = Object.keys(rounds[0] ?? {});
  return Object.fromEntries(
    names.map((name) => {
      const perSecond = rounds.map((round) => round[name] ?? 0);
      const ratios = rounds.map((round) => (round[name] ?? 0) / (round[first] ?? 1));
      return [
        name,
        {
          perSecond: Math.round(median(perSecond)),
          ratio: median(ratios),
          ratios: ratios.map((r) => Number(r.toFixed(3))),
        },
      ];
    }),
  );
}
