// What access records cost, how fast an exact look-up is among many members, and what colleagues feel of one person who searches without end.
//   npm run bench -- access [MEMBERS]   2,000,000 members unless said otherwise, 400,000 events.
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import postgres from "postgres";
import { connect } from "../server/db.ts";
import { startEmbeddedPostgres } from "../server/embedded/postgres.ts";
import { countEvents, countEventsSchema } from "../server/event-storage/counts/count-events.ts";
import { eventFacets } from "../server/event-storage/counts/event-facets.ts";
import { lookUp } from "../server/event-storage/member/look-up.ts";
import { memberProfile } from "../server/event-storage/member/member-profile.ts";
import { memberTimeline, memberTimelineSchema } from "../server/event-storage/member/member-timeline.ts";
import { searchEvents } from "../server/event-storage/search/search-events.ts";
import type { Actor } from "../server/staff/actor.ts";
import { makeActor } from "../server/testing/actors.ts";
import { atMost, finishBenchmark, median } from "../server/testing/bench-result.ts";
import { fillReadBench, parametersOf } from "../server/testing/reads/read-bench.ts";
import { searchAs } from "../server/trpc/process/search-turn.ts";
import { webDatabase } from "../server/trpc/process/web-database.ts";

const members = Number(process.argv[2] ?? 2_000_000);
const EVENTS = Number(process.argv[3] ?? 400_000);
const ROUNDS = 5;
const PAGES_A_ROUND = 60;
const LOOK_UPS = 100;
const PEOPLE = 20;
const AT_WORK_MS = 10_000;

const base = mkdtempSync(join(tmpdir(), "memberscope-bench-"));
// Run as root, the server has another account, which must be able to enter.
chmodSync(base, 0o755);
const server = await startEmbeddedPostgres({ dir: join(base, "pg"), durable: true });
const arn = "arn:aws:sns:us-east-1:000000000000:none";
Object.assign(process.env, { DATABASE_URL: server.url, INTERNAL_TOPIC_ARN: arn, EXTERNAL_TOPIC_ARN: arn });
const owner = postgres(server.url, { max: 1, onnotice: () => {} });
try {
  await fillReadBench(server.url, owner, EVENTS);
  const buildSeconds = await fillMembers();
  const parameters = await parametersOf(owner);
  const page = await timePages(parameters.map(({ memberId }) => memberId));
  const looked = await timeLookUps();
  const beside = await timeBeside(parameters.map(({ memberId }) => memberId));
  const goals = [
    atMost("member page with its access record over the same without", page.ratio, 1.3, "times"),
    atMost("p95 of an exact look-up by phone number", looked.phone, 50, "ms"),
    atMost("p95 of an exact look-up by e-mail address", looked.email, 50, "ms"),
    atMost(
      `p95 of ${PEOPLE} people at work beside one who searches without end, over the same alone`,
      beside.ratio,
      2,
      "times",
    ),
  ];
  finishBenchmark("access", goals, { members, events: EVENTS, buildSeconds, page, looked, beside });
} finally {
  const { searchDatabase } = await import("../server/trpc/process/web-database.ts");
  await Promise.all([owner.end(), webDatabase().$client.end(), searchDatabase().$client.end()]);
  await server.stop();
  rmSync(base, { recursive: true, force: true });
}

/** An adopter's table of members, with the view and the indexes of docs/examples/member-profile.sql; seconds that it took. */
async function fillMembers(): Promise<number> {
  const began = performance.now();
  await owner.unsafe(`
    create table customer as
    select 'm-' || n as id, 'active' as state, now() as joined_at, 'Kim ' || n as name, '010-' || lpad((n / 10000)::text, 4, '0') || '-' || lpad((n % 10000)::text, 4, '0') as phone,
           'customer.' || n || '@example.com' as email from generate_series(1, ${members}) n;
    alter table customer add primary key (id);
    create index customer_phone on customer (event.normalize_personal('phone', phone));
    create index customer_email on customer (event.normalize_personal('email', email));
    create or replace view event.member_profile as
    select c.id as member_id, c.state, c.joined_at, c.name, c.phone, c.email, null::text as address, '{}'::jsonb as details from customer c`);
  // By itself: several statements in one call are one transaction, which VACUUM refuses.
  await owner.unsafe("vacuum analyze customer");
  return Math.round((performance.now() - began) / 1000);
}

/** A member page, profile and first page of the timeline, with its access records and without, in turns. */
async function timePages(ids: readonly string[]) {
  const db = connect({ url: server.url, name: "bench", max: 1 });
  const actor = await makeActor(owner, "agent");
  const [record] = await owner<{ text: string }[]>`select pg_get_functiondef('staff.record_access'::regproc) as text`;
  const kept = record?.text ?? "";
  // The same call that writes nothing: what is compared is the record alone.
  const empty = kept.replace(/AS \$function\$[\s\S]*\$function\$/i, "AS $function$ begin end $function$");
  const ratios: number[] = [];
  const medians = { recorded: [] as number[], bare: [] as number[] };
  const openAll = async (from: number) => {
    const took: number[] = [];
    for (let n = 0; n < PAGES_A_ROUND; n += 1) {
      const memberId = ids[(from + n) % ids.length] ?? "";
      // Each look is another session's, or the same page would leave one record for five minutes.
      const own: Actor = { ...actor, sessionKey: `${from}-${n}` };
      const began = performance.now();
      await memberProfile(db, own, { memberId });
      await memberTimeline(db, own, memberTimelineSchema.parse({ memberId }));
      took.push(performance.now() - began);
    }
    return median(took);
  };
  await openAll(0);
  for (let round = 1; round <= ROUNDS; round += 1) {
    await owner.unsafe(empty);
    const bare = await openAll(round * 1000);
    await owner.unsafe(kept);
    const recorded = await openAll(round * 1000 + 500);
    medians.bare.push(bare);
    medians.recorded.push(recorded);
    ratios.push(recorded / bare);
  }
  await db.$client.end();
  return { ratio: median(ratios), bareMs: median(medians.bare), recordedMs: median(medians.recorded) };
}

/** What an agent types and what comes back, counted and recorded as always. */
async function timeLookUps() {
  const db = connect({ url: server.url, name: "bench", max: 1 });
  const took: { phone: number[]; email: number[] } = { phone: [], email: [] };
  for (let n = 0; n < LOOK_UPS; n += 1) {
    // Nobody looks up so many without being slowed down.
    const actor = await makeActor(owner, "agent");
    const id = 1 + Math.floor((n * members) / LOOK_UPS);
    const digits = String(id).padStart(8, "0");
    for (const [kind, text] of [
      ["phone", `010-${digits.slice(0, 4)}-${digits.slice(4)}`],
      ["email", `customer.${id}@example.com`],
    ] as const) {
      const began = performance.now();
      const { results } = await lookUp(db, actor, { text });
      took[kind].push(performance.now() - began);
      if (!results.some((hit) => hit.kind === "member" && hit.memberId === `m-${id}`))
        throw new Error(`${text} was not found`);
    }
  }
  await db.$client.end();
  return { phone: p95(took.phone), email: p95(took.email) };
}

/** Twenty people who open members and search, first alone, then beside an analyst whose pages ask again before they have an answer. */
async function timeBeside(ids: readonly string[]) {
  const people: Actor[] = [];
  for (let n = 0; n < PEOPLE; n += 1) people.push({ ...(await makeActor(owner, "analyst")), ip: `203.0.113.${n}` });
  const greedy: Actor = { ...(await makeActor(owner, "analyst")), ip: "203.0.113.250" };
  await work(people, ids);
  const ratios: number[] = [];
  const p95s = { alone: [] as number[], beside: [] as number[] };
  for (let round = 0; round < 3; round += 1) {
    const alone = p95(await work(people, ids));
    const stop = new AbortController();
    const searching = searchWithoutEnd(greedy, stop.signal);
    const beside = p95(await work(people, ids));
    stop.abort();
    await searching;
    p95s.alone.push(alone);
    p95s.beside.push(beside);
    ratios.push(beside / alone);
  }
  return { ratio: median(ratios), aloneMs: median(p95s.alone), besideMs: median(p95s.beside) };
}

async function work(people: readonly Actor[], ids: readonly string[]): Promise<number[]> {
  const took: number[] = [];
  const until = performance.now() + AT_WORK_MS;
  await Promise.all(
    people.map(async (actor, who) => {
      const search = searchAs(actor);
      await wait(who * 50);
      for (let n = 0; performance.now() < until; n += 1) {
        const memberId = ids[(who * 31 + n) % ids.length] ?? "";
        const own: Actor = { ...actor, sessionKey: `${who}-${n}` };
        const began = performance.now();
        await memberProfile(webDatabase(), own, { memberId });
        await search((db) =>
          searchEvents(db, own, { conditions: [{ field: "member", operator: "any", values: [memberId] }], limit: 50 }),
        );
        took.push(performance.now() - began);
        // A person reads what came.
        await wait(1000);
      }
    }),
  );
  return took;
}

/** Six questions at once, each asked anew as soon as it is answered, refused or broken off: nobody waits for most of them. */
async function searchWithoutEnd(actor: Actor, stop: AbortSignal): Promise<void> {
  const search = searchAs(actor);
  const conditions = [{ field: "ip" as const, operator: "in" as const, values: ["10.9.0.0/16"] }];
  const asked = countEventsSchema.parse({ conditions });
  const ask = async (n: number) => {
    while (!stop.aborted) {
      const signal = AbortSignal.any([stop, AbortSignal.timeout(500)]);
      const waiting = { signal, other: webDatabase() };
      const own: Actor = { ...actor, sessionKey: `${n}-${performance.now()}` };
      const questions = [
        () => search((db) => searchEvents(db, own, { conditions, limit: 50 }, waiting), signal),
        () => search((db) => countEvents(db, own, asked, waiting), signal),
        () => search((db) => eventFacets(db, own, { conditions }, waiting), signal),
      ];
      await questions[n % 3]?.().catch(() => wait(10));
    }
  };
  await Promise.all(Array.from({ length: 6 }, (_, n) => ask(n)));
}

function p95(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length * 0.95)] ?? 0;
}
