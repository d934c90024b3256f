import type { Sql } from "postgres";

/** How many actions there are; the first are frequent, the last rare. */
export const BENCH_ACTIONS = 20;

/** Puts a catalog and `events` events of the last 24 months into a database: 200,000 members, skewed actions. */
export async function loadBenchEvents(owner: Sql, events: number): Promise<void> {
  await owner`call event.add_quarters((current_date - interval '2 years')::date, current_date)`;
  await insertBenchCatalog(owner);
  await insertBenchEvents(owner, events);
  await owner`analyze event.member_event`;
}

/** The actions of the benchmarks, with a promoted text, a number and a note each. */
export async function insertBenchCatalog(owner: Sql): Promise<void> {
  const schema = {
    type: "object",
    properties: {
      plan: { type: "string", promote: true },
      points: { type: "integer" },
      note: { type: "string" },
    },
  };
  await owner`
    select event.push_action_version(event.push_action('thing.happened-' || n, 'profile'), 1::smallint, true, ${JSON.stringify(schema)}::text::jsonb, '{"ko": "", "en": ""}')
      from generate_series(1, ${BENCH_ACTIONS}::int) n`;
}

/** Inserts rows as they are stored, without what is to be published; gives the milliseconds that it took. */
export async function insertBenchEvents(owner: Sql, events: number): Promise<number> {
  const began = performance.now();
  await owner`
    insert into event.member_event (id, member_id, action_id, device_id, ip, attributes, context)
    select event.id_at(clock_timestamp() - interval '24 months' * (1 - i::float8 / ${events}::int), 'm-' || r.member), 'm-' || r.member, 1 + floor(${BENCH_ACTIONS}::int * power(random(), 3))::int,
           'd-' || r.member % 150000, '10.' || r.member % 256 || '.' || i % 200 || '.' || i % 250,
           case when i % 3 = 0 then jsonb_build_object('plan', jsonb_build_object('from', 'free', 'to', 'plan-' || floor(500 * power(random(), 2)))) else '{}' end
             || jsonb_build_object('points', jsonb_build_object('from', i % 1000, 'to', i % 1000 + 5)),
           jsonb_build_object('deviceId', 'd-' || r.member % 150000, 'ip', '10.' || r.member % 256 || '.' || i % 200 || '.' || i % 250, 'channel', 'app', 'agent', 'Mozilla/5.0 (Linux; Android 16)')
      from generate_series(1, ${events}::int) i cross join lateral (select floor(200000 * random() + 0 * i)::int as member) r`;
  return performance.now() - began;
}
