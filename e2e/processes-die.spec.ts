import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ownInstallation } from "./support/installations.ts";
import { expect, test } from "./support/test.ts";

/** The number of a running process of the start under test. */
function processId(name: string): number {
  return Number(readFileSync(join(ownInstallation().dataDirectory, "logs", `${name}.pid`), "utf8"));
}

async function killAndAwaitNext(name: string): Promise<void> {
  const killed = processId(name);
  process.kill(killed, "SIGKILL");
  await expect.poll(() => processId(name), { timeout: 30_000 }).not.toBe(killed);
}

test("worker, PostgreSQL, messaging and web are killed while events flow: nothing is lost, and the page shows what was repaired", async ({
  page,
  owner,
  signInAs,
  request,
}) => {
  test.setTimeout(300_000);
  const [before] = await owner<{ id: string }[]>`select id from event.member_event order by id desc limit 1`;
  for (const name of ["worker", "postgres", "messaging", "web"]) {
    await record(owner, `killed-${name}-1`);
    await killAndAwaitNext(name);
    await expect
      .poll(
        () =>
          record(owner, `killed-${name}-2`).then(
            () => "stored",
            () => "away",
          ),
        { timeout: 30_000 },
      )
      .toBe("stored");
    await expect
      .poll(
        () =>
          request.get("/api/health/ready").then(
            (answer) => answer.status(),
            () => 0,
          ),
        { timeout: 30_000 },
      )
      .toBe(200);
  }
  // One that a dying process stored and never published: the detector must repair it.
  const [missed] = await owner<{ id: string }[]>`
    select event_id id from event.store_application_event('killed-process', 'member.login-failed', '{"reason": {"to": "wrong-password"}}')`;

  const unpublished = () => owner`
    select e.id from event.member_event e left join event.publication p on p.event_id = e.id and p.layer = 1
     where e.id > ${before?.id ?? ""} and e.stored_at < clock_timestamp() - interval '20 seconds' and p.event_id is null`;
  await expect
    .poll(async () => (await owner`select from event.publication where event_id = ${missed?.id ?? ""}`).length, {
      timeout: 60_000,
    })
    .toBe(1);
  await expect.poll(async () => (await unpublished()).length, { timeout: 60_000 }).toBe(0);
  const stored =
    await owner`select member_id from event.member_event where member_id like 'killed-%' and id > ${before?.id ?? ""}`;
  expect(new Set(stored.map(({ member_id }) => member_id)).size).toBe(9);
  // Of everything ever stored here, not only of what these seconds brought.
  expect(
    await owner`select * from event.member_event_status where internal_status = 'fault' or external_status = 'fault'`,
  ).toEqual([]);

  await signInAs("admin");
  await page.goto("/publication");
  await expect(page.getByRole("main").getByText("all repaired").first()).toBeVisible();
});

async function record(owner: import("postgres").Sql, memberId: string): Promise<void> {
  await owner`select event.record_member_event(${memberId}, 'member.login-failed', '{"reason": {"to": "wrong-password"}}')`;
}
