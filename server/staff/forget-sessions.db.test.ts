import { expect, test } from "vitest";
import { connect } from "../db.ts";
import { makeActor } from "../testing/actors.ts";
import { useDatabase } from "../testing/database.ts";
import { forgetSessions } from "./forget-sessions.ts";

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
