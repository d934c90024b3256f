import { afterAll, beforeAll, expect, test } from "vitest";
import { connect, type Db } from "../db.ts";
import { useDatabase } from "../testing/database.ts";
import { wireFirstLayer } from "../wiring.ts";
import { actAsSomebody } from "./act-as-members.ts";
import { humanActs } from "./human-acts.ts";
import { loadDemo } from "./load.ts";
import { seededRandom } from "./world/random.ts";

const database = useDatabase();
const layer = wireFirstLayer(async () => undefined);
let db: Db;

beforeAll(async () => {
  await loadDemo({ ownerUrl: database.url(), members: 160, log: () => {} });
  db = connect({ url: database.url("worker"), name: "test", max: 2 });
});
afterAll(() => db.$client.end());

async function countEvents(): Promise<number> {
  const [row] = await database.owner()<{ n: number }[]>`select count(*)::int as n from event.member_event`;
  return row?.n ?? 0;
}

test.each(humanActs.map(({ name }) => name))("somebody can %s, which is one event", async (name) => {
  if (name === "think better of it") await act("ask to withdraw");
  if (name === "be reinstated") await act("be suspended");
  if (name === "come back from dormancy") await act("become dormant");
  const before = await countEvents();
  await act(name);
  expect(await countEvents()).toBe(before + 1);
});

function act(name: string): Promise<void> {
  const acts = humanActs.filter((one) => one.name === name);
  return actAsSomebody({ db, layer, random: seededRandom(name.length), acts });
}

test("where nobody can, nothing happens", async () => {
  await database.owner()`update member.member set membership = 'active'`;
  const before = await countEvents();
  await act("be reinstated");
  expect(await countEvents()).toBe(before);
});

test("five hundred acts drawn at random leave no act that the domain refuses", async () => {
  const random = seededRandom(7);
  for (let n = 0; n < 500; n += 1) await actAsSomebody({ db, layer, random });
  const [left] = await database.owner()`
    select count(*)::int as n from member.member m where (status = 'logged-in') <> exists (
      select from member.session s where s.member_id = m.id and s.ended_at is null)`;
  expect(left).toEqual({ n: 0 });
});
