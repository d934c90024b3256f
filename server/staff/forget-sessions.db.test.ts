import { expect, test } from "vitest";
import { connect } from "../db.ts";
import { makeActor } from "../testing/actors.ts";
import { useDatabase } from "../testing/database.ts";
import { forgetSessions } from "./forget-sessions.ts";
import { changeThreshold } from "./settings/thresholds.ts";

const database = useDatabase();

test("the worker forgets sessions of more than 30 days, and may see none", async () => {
  const owner = database.owner();
  const { accountId } = await makeActor(owner, "agent");
  await owner`
    insert into staff.session (token_hash, account_id, created_at)
    select sha256(days::text::bytea), ${accountId}, clock_timestamp() - make_interval(days => days)
      from unnest(array[0, 29, 31, 400]) days`;
  const db = connect({ url: database.url("worker"), name: "test", max: 1 });
  await forgetSessions(db);
  // The two young ones, and the actor's own.
  expect(await owner`select from staff.session where account_id = ${accountId}`).toHaveLength(3);
  await expect(db.execute("select * from staff.session")).rejects.toThrow();
  await db.$client.end();
});

test("how long they are kept is a setting, and its change is on record", async () => {
  const owner = database.owner();
  const admin = await makeActor(owner, "admin");
  const web = connect({ url: database.url("web"), name: "test", max: 1 });
  const worker = connect({ url: database.url("worker"), name: "test", max: 1 });
  const reason = "the plan says so";
  await changeThreshold(web, admin, { name: "keep-sessions-days", value: 60, reason });
  await changeThreshold(web, admin, { name: "keep-tries-days", value: 3, reason });
  await changeThreshold(web, admin, { name: "keep-browsers-days", value: 10, reason });
  await owner`
    insert into staff.session (token_hash, account_id, created_at)
    select sha256(('s' || days)::bytea), ${admin.accountId}, clock_timestamp() - make_interval(days => days) from unnest(array[59, 61]) days`;
  await owner`
    insert into staff.sign_in_try (lane, failures, tried_at)
    select rpad('lane' || days, 43, '-'), 1, clock_timestamp() - make_interval(days => days) from unnest(array[2, 4]) days`;
  await forgetSessions(worker);
  expect(await owner`select from staff.session where created_at < clock_timestamp() - interval '40 days'`).toHaveLength(
    1,
  );
  expect((await owner`select lane from staff.sign_in_try`).map(({ lane }) => lane?.slice(0, 5))).toEqual(["lane2"]);
  const changes =
    await owner`select name, before, after, reason from staff.setting_change where subject = 'threshold' order by id limit 1`;
  expect([...changes]).toEqual([{ name: "keep-sessions-days", before: "30", after: "60", reason }]);
  await expect(changeThreshold(web, admin, { name: "keep-sessions-days", value: 1, reason })).rejects.toThrow(
    "must be from 2 to 730",
  );
  await Promise.all([web.$client.end(), worker.$client.end()]);
});
