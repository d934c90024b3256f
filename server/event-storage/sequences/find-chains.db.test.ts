import { sql } from "drizzle-orm";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { pushCatalog } from "../../catalog/push-catalog.ts";
import { databaseTime } from "../../database-time.ts";
import { connect, type Db } from "../../db.ts";
import { useDatabase } from "../../testing/database.ts";
import { hostileCatalog, storeHostileEvents } from "../../testing/hostile-events.ts";
import { matchesConditions } from "../../vocabulary/condition/condition-meaning.ts";
import { type SearchableEvent, valuesInEvent } from "../../vocabulary/condition/values-in-event.ts";
import { type Condition, type Field, ruleOf } from "../../vocabulary/conditions.ts";
import { canonicalIp } from "../../vocabulary/ip-address.ts";
import { NO_MEMBER } from "../../vocabulary/member-event.ts";
import { readCondition } from "../../vocabulary/read-condition.ts";
import { periodOf } from "../../vocabulary/read-condition-value.ts";
import {
  type Sequence,
  type SequenceKey,
  type SequenceStep,
  sequenceFaults,
  sequenceKeys,
} from "../../vocabulary/sequence/sequence.ts";
import { sequenceFromParams, sequenceToParams } from "../../vocabulary/sequence/sequence-params.ts";
import { leavesOf } from "../../vocabulary/value-path.ts";
import { wordsLike } from "../conditions/value-words.ts";
import { selectEvents } from "../select-events.ts";
import { findChains } from "./find-chains.ts";

/** SEQUENCE_RUNS=3000 tries many more. */
const RUNS = Number(process.env.SEQUENCE_RUNS) || 120;

const database = useDatabase();
let db: Db;
/** Oldest first. */
let all: SearchableEvent[];
let asOf: string;

beforeAll(async () => {
  const owner = connect({ url: database.url(), name: "test", max: 2 });
  await pushCatalog(owner, hostileCatalog);
  await owner.$client.end();
  await storeHostileEvents(database.owner());
  db = connect({ url: database.url("web"), name: "test", max: 4, plans: "custom" });
  asOf = await databaseTime(db);
  const events = await selectEvents(db, sql`select e.id from event.member_event e`);
  const none = { source: null, snsAttributes: {}, repaired: { internal: false, external: false } };
  all = events.reverse().map((event) => ({ ...event, ...none }));
}, 120_000);
afterAll(() => db.$client.end());

function keyOf(event: SearchableEvent, by: SequenceKey): string | null {
  if (by === "member") return event.memberId === NO_MEMBER ? null : event.memberId;
  const given = event.context[by === "device" ? "deviceId" : "ip"];
  if (typeof given !== "string") return null;
  return by === "device" ? given : canonicalIp(given);
}

type Told = { key: string; start: string; end: string };

/** What a sequence means, said plainly: every way to choose its events is tried. */
function meaning(sequence: Sequence): Told[] {
  const { by, withinSeconds, steps, period } = sequence;
  const { start: from, end: until } = period === null ? { start: null, end: null } : periodOf(period);
  const ms = (event: SearchableEvent) => Date.parse(event.occurredAt);
  const finds = (event: SearchableEvent, step: SequenceStep) => matchesConditions(event, step.conditions, wordsLike);
  const told: Told[] = [];
  const keys = new Set(all.flatMap((event) => keyOf(event, by) ?? []));
  for (const key of keys) {
    const events = all.filter((event) => keyOf(event, by) === key);
    const asked = steps.map((step) => events.map((event) => finds(event, step)));
    const endsFrom = (start: number): number[] => {
      const limit = ms(events[start] as SearchableEvent) + withinSeconds * 1000;
      const inTime = (at: number) => ms(events[at] as SearchableEvent) <= limit;
      let reached: Set<number> | null = null;
      for (const [n, step] of steps.entries()) {
        if (step.isAbsent) continue;
        for (let time = 0; time < step.times; time += 1) {
          if (reached === null) {
            reached = asked[n]?.[start] ? new Set([start]) : new Set();
            continue;
          }
          const absent = time > 0 ? [] : absentBefore(steps, n);
          const next = new Set<number>();
          for (const from of reached) {
            for (let at = from + 1; at < events.length && inTime(at); at += 1) {
              const isBroken = absent.some((a) => asked[a]?.slice(from + 1, at).some(Boolean));
              if (asked[n]?.[at] && !isBroken) next.add(at);
            }
          }
          reached = next;
        }
      }
      const after = absentBefore(steps, steps.length);
      if (after.length > 0 && limit > Date.parse(asOf)) return [];
      return [...(reached ?? [])].filter(
        (end) => !events.some((_, at) => at > end && inTime(at) && after.some((a) => asked[a]?.[at])),
      );
    };
    const latest = new Map<number, number>();
    for (const start of events.keys()) {
      const ends = endsFrom(start);
      if (ends.length > 0) latest.set(Math.min(...ends), start);
    }
    for (const [end, start] of latest) {
      const at = events[start]?.occurredAt ?? "";
      if ((from !== null && at < from) || (until !== null && at >= until)) continue;
      told.push({ key, start: events[start]?.id ?? "", end: events[end]?.id ?? "" });
    }
  }
  return told.sort((one, other) => (one.start < other.start ? 1 : -1));
}

/** The absent steps that stand directly before a step. */
function absentBefore(steps: readonly SequenceStep[], n: number): number[] {
  const found: number[] = [];
  for (let at = n - 1; at >= 0 && steps[at]?.isAbsent; at -= 1) found.push(at);
  return found;
}

const fields = [
  "action",
  "family",
  "changed",
  "became",
  "was",
  "device",
  "ip",
  "member",
  "channel",
  "context",
] as const;
const names: Partial<Record<Field, string[]>> = {
  became: ["note", "consent", "points", "nested.a"],
  was: ["note", "flag"],
  context: ["userAgent", "deep"],
};

const anyCondition = (): fc.Arbitrary<Condition> =>
  fc
    .tuple(
      fc.constantFrom<Field>("action", "action", ...fields),
      fc.nat(),
      fc.nat(),
      fc.constantFrom("any", "any", "any", "none", "exists"),
    )
    .map(([field, nth, mth, wanted]) => {
      const known = names[field];
      const name = known === undefined ? undefined : known[nth % known.length];
      const rule = ruleOf(field);
      const operator = rule.operators.find((one) => one === wanted) ?? "any";
      const seen = [
        ...new Set(leavesOf(all.flatMap((event) => valuesInEvent[field](event, name ?? ""))).map(String)),
      ].filter((text) => text !== "");
      const values = operator === "exists" ? ["true"] : [seen[mth % seen.length] ?? "nothing"];
      return readCondition({ key: "", field, name, operator, values });
    })
    .filter((condition): condition is Condition => !Array.isArray(condition));

const anyStep = (): fc.Arbitrary<SequenceStep> =>
  fc
    .record({
      conditions: fc.array(anyCondition(), { minLength: 1, maxLength: 2 }),
      times: fc.constantFrom(1, 1, 1, 2, 3),
      isAbsent: fc.constantFrom(false, false, false, true),
    })
    .map((step) => ({ ...step, times: step.isAbsent ? 1 : step.times }));

const anyPeriod = () =>
  fc.tuple(fc.nat(), fc.nat(), fc.constantFrom("both", "from", "to", "none", "none", "none")).map(([a, b, kind]) => {
    const time = (n: number) => all[n % all.length]?.occurredAt ?? "";
    const [early = "", late = ""] = [time(a), time(b)].sort();
    if (kind === "none" || early === late) return null;
    return kind === "both" ? `${early}..${late}` : kind === "from" ? `${early}..` : `..${late}`;
  });

const anySequence = (): fc.Arbitrary<Sequence> =>
  fc
    .record({
      by: fc.constantFrom(...sequenceKeys),
      withinSeconds: fc.constantFrom(1, 420, 421, 3600, 6 * 3600, 24 * 3600, 10 * 24 * 3600),
      period: anyPeriod(),
      steps: fc.array(anyStep(), { minLength: 1, maxLength: 4 }),
    })
    .filter((sequence) => sequenceFaults(sequence).length === 0);

test(`${RUNS} random sequences find exactly the chains they mean, page by page`, { timeout: 600_000 }, async () => {
  let found = 0;
  let kept = 0;
  await fc.assert(
    fc.asyncProperty(anySequence(), fc.constantFrom(2, 7, 10_000), async (sequence, mostChains) => {
      const read = sequenceFromParams(new URLSearchParams(sequenceToParams(sequence).toString()));
      expect(read).toEqual({ sequence, faults: [], conditionFaults: [] });
      const expected = meaning(sequence);
      const chains: Told[] = [];
      for (let cursor: string | undefined; ; ) {
        const page = await findChains(db, sequence, { cursor, asOf, mostChains, mostKeys: 1000, timeLimitMs: 60_000 });
        expect(page.partial).toBe(false);
        chains.push(...page.chains.map(({ key, start, end }) => ({ key, start, end })));
        for (const { steps } of page.chains) {
          expect(steps.map((ids) => ids.length)).toEqual(
            sequence.steps.map(({ times, isAbsent }) => (isAbsent ? 0 : times)),
          );
          const ids = steps.flat();
          expect(ids).toEqual([...new Set(ids)].sort());
        }
        if (page.cursor === null) break;
        cursor = page.cursor;
        // A page that came to its end may be followed by many, and one alone tells enough.
        if (chains.length > 40) break;
      }
      expect({ sequence, chains }).toEqual({
        sequence,
        chains: chains.length > 40 ? expected.slice(0, chains.length) : expected,
      });
      if (expected.length > 0) found += 1;
      if (expected.length > 0 && sequence.steps.some(({ isAbsent }) => isAbsent)) kept += 1;
    }),
    { numRuns: RUNS },
  );
  // Sequences that never find anything would prove nothing.
  expect(found).toBeGreaterThan(RUNS / 10);
  expect(kept).toBeGreaterThan(RUNS / 60);
});
