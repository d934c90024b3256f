import { afterAll, beforeAll, expect, test } from "vitest";
import { connect, type Db } from "../../db.ts";
import { makeActor } from "../../testing/actors.ts";
import { useDatabase } from "../../testing/database.ts";
import type { Actor } from "../actor.ts";
import { listReviews, reviewMonth, signReview } from "./monthly-review.ts";

const database = useDatabase();
let db: Db;
let auditor: Actor;
let agent: Actor;
/** The month before this one, as the database has it. */
let month: string;

beforeAll(async () => {
  db = connect({ url: database.url("web"), name: "test", max: 4, plans: "custom" });
  auditor = await makeActor(database.owner(), "auditor");
  agent = await makeActor(database.owner(), "agent");
  const [row] = await database.owner()<{ month: string }[]>`
    select to_char((clock_timestamp() at time zone 'UTC') - interval '1 month', 'YYYY-MM') as month`;
  month = row?.month ?? "";
  // Four days with two members each, then one with thirty.
  for (const day of [1, 2, 3, 4]) await look({ day, memberIds: ["m-1", "m-2"] });
  await look({ day: 5, memberIds: Array.from({ length: 30 }, (_, n) => `m-${n}`) });
  await look({ day: 6, memberIds: ["m-1"], act: "reveal", result: "done" });
  await look({ day: 6, memberIds: [], act: "look-up", result: "refused", reason: "too many tries" });
  await look({
    day: 7,
    memberIds: [],
    act: "republish.approve",
    result: "done",
    what: { kind: "break-glass", jobId: "j-1" },
  });
});
afterAll(() => db.$client.end());

type Look = {
  day: number;
  memberIds: string[];
  act?: string;
  result?: string;
  reason?: string;
  what?: Record<string, string>;
};

/** A record as it would have been written on a day of that month: its id begins with its time. */
async function look({ day, memberIds, act = "member.profile", result = "shown", reason, what = {} }: Look) {
  const at = `${month}-0${day}T10:00:00Z`;
  await database.owner()`
    insert into staff.access_record (id, at, account_id, login, role, act, member_ids, result, reason, what)
    select uuidv7(${at}::timestamptz - clock_timestamp()), ${at}::timestamptz, ${agent.accountId}, ${agent.login}, 'agent',
           ${act}, ${memberIds}::text[], ${result}, ${reason ?? null}, ${JSON.stringify(what)}::text::jsonb`;
}

test("a month says who saw how many members, what was unusual, and what ran without a second person", async () => {
  const { report, isOver, signature } = await reviewMonth(db, auditor, { month });
  expect(report.people).toEqual([
    { login: agent.login, role: "agent", looks: 5, members: 30, reveals: 1, exports: 0, refused: 1 },
  ]);
  expect(report.unusual).toEqual([{ login: agent.login, day: `${month}-05`, seen: 30, usual: 2 }]);
  expect(report.guessing).toEqual([{ login: agent.login, times: 1 }]);
  expect(report.breakGlass).toEqual([{ login: agent.login, at: `${month}-07T10:00:00.000Z`, jobId: "j-1" }]);
  expect({ records: report.records, isOver, signature }).toEqual({ records: 8, isOver: true, signature: null });
});

test("a month that is over is due until an auditor has signed what was read; the signature is a record", async () => {
  const { sha256 } = await reviewMonth(db, auditor, { month });
  expect((await listReviews(db, auditor)).months).toContainEqual({ month, isOver: true, isDue: true, signature: null });
  const note = "One wide day, asked about and explained";
  await expect(signReview(db, auditor, { month, sha256: "0".repeat(64), note })).rejects.toThrow("not what you read");

  const both = await Promise.allSettled([1, 2].map(() => signReview(db, auditor, { month, sha256, note })));
  expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  await expect(signReview(db, auditor, { month, sha256, note })).rejects.toThrow(`signed by ${auditor.login} already`);
  const signed = { month, by: auditor.login, sha256, note };
  expect((await reviewMonth(db, auditor, { month })).signature).toMatchObject(signed);
  const one = (await listReviews(db, auditor)).months.find((each) => each.month === month);
  expect(one).toMatchObject({ isDue: false, signature: signed });
  const records = await database.owner()`
    select result, reason from staff.access_record where account_id = ${auditor.accountId} and act = 'access-review.sign' order by id`;
  expect(records.map(({ result }) => result).sort()).toEqual(["done", "refused", "refused", "refused"]);
});

test("a record that is missing or added shows in the digest that was signed", async () => {
  const { signature } = await reviewMonth(db, auditor, { month });
  await look({ day: 8, memberIds: ["m-1"] });
  expect((await reviewMonth(db, auditor, { month })).sha256).not.toBe(signature?.sha256);
});

test("the running month cannot be signed, and nobody but an auditor reads or signs", async () => {
  const [row] = await database.owner()<{ month: string }[]>`
    select to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM') as month`;
  const running = { month: row?.month ?? "" };
  const { sha256 } = await reviewMonth(db, auditor, running);
  const order = { ...running, sha256, note: "Too early to be signed" };
  await expect(signReview(db, auditor, order)).rejects.toMatchObject({ code: "bad-input", field: "month" });
  await expect(signReview(db, { ...auditor, isProved: false }, order)).rejects.toMatchObject({ code: "unproved" });
  const admin = await makeActor(database.owner(), "admin");
  for (const refused of [
    () => listReviews(db, admin),
    () => reviewMonth(db, admin, running),
    () => signReview(db, admin, order),
  ]) {
    await expect(refused()).rejects.toMatchObject({ code: "forbidden" });
  }
});
