import { expect, test } from "vitest";
import { useDatabase } from "../testing/database.ts";
import { demoStaff } from "./accounts.ts";
import { loadDemo } from "./load.ts";

const database = useDatabase();
const LIMIT_MS = 120_000;

async function one(query: string): Promise<Record<string, unknown> | undefined> {
  const [row] = await database.owner().unsafe(query);
  return row;
}

test("loads a past that looks as if it had been lived, and a second load changes nothing", {
  timeout: LIMIT_MS,
}, async () => {
  const lines: string[] = [];
  const load = () =>
    loadDemo({
      ownerUrl: database.url(),
      familyAccountToken: "t".repeat(32),
      queuePrefix: "x-",
      log: (line) => lines.push(line),
    });
  await load();

  const states = await database.owner()<{ state: string; n: number }[]>`
    select internal_status || ', ' || external_status as state, count(*)::int as n from event.member_event_status group by 1`;
  const counts = new Map(states.map(({ state, n }) => [state, n]));
  const waiting = (counts.get("waiting, waiting") ?? 0) + (counts.get("waiting, not for publication") ?? 0);
  expect(waiting).toBe(12);
  expect([...counts.keys()].filter((state) => /fault|parked/.test(state))).toEqual([]);
  expect(
    await one("select max(stored_at - occurred_at) < interval '1 second' as near from event.member_event"),
  ).toEqual({ near: true });
  expect(
    await one(
      "select bool_and(p.published_at > e.stored_at) as after from event.publication p join event.member_event e on e.id = p.event_id",
    ),
  ).toEqual({ after: true });
  expect(
    await one("select bool_and(next_at > clock_timestamp() + interval '30 seconds') as later from event.pending"),
  ).toEqual({ later: true });
  expect(
    await one(`select count(*)::int as n from member.member m where (status = 'logged-in') <> exists (
    select from member.session s where s.member_id = m.id and s.ended_at is null)`),
  ).toEqual({ n: 0 });
  const found = await one(
    `select array_agg(f) = array[m.id] as found from member.member m, event.find_members('phone', m.phone) f group by m.id limit 1`,
  );
  expect(found).toEqual({ found: true });

  const before = await one(
    "select count(*)::int as events, (select count(*)::int from member.member) as members from event.member_event",
  );
  await load();
  expect(
    await one(
      "select count(*)::int as events, (select count(*)::int from member.member) as members from event.member_event",
    ),
  ).toEqual(before);
  expect(lines).toEqual([expect.stringContaining("Loaded 1500 members"), expect.stringContaining("there already")]);

  expect(await one("select array_agg(login order by login) as logins from staff.account")).toEqual({
    logins: demoStaff.map(({ login }) => login).sort(),
  });
  const subscribers = await database.owner()<
    { id: string; queue_name: string }[]
  >`select id, queue_name from event.subscriber order by id`;
  expect(subscribers.map(({ id }) => id)).toEqual(
    expect.arrayContaining(["family-account", "log-out-elsewhere", "external-publisher"]),
  );
  for (const { queue_name } of subscribers) expect(queue_name).toMatch(/^x-/);
});
