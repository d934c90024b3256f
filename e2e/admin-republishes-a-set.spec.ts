import type { Locator, Page } from "@playwright/test";
import { expect, test } from "./support/test.ts";

/** The job that the page shows. */
const jobOf = (page: Page) => page.url().split("/").at(-1) ?? "";

async function plan(page: Page, { reason, rate = "200" }: { reason: string; rate?: string }): Promise<Locator> {
  await page.getByLabel("Events a second").fill(rate);
  await page.getByLabel("Reason").fill(reason);
  await page.getByRole("button", { name: "Plan", exact: true }).click();
  await expect(page.getByText("The plan")).toBeVisible();
  return page.getByRole("button", { name: /^(Send|Ask for approval to send) / });
}

test("an admin plans what the explorer found, is warned, sends a first lot, changes the rate, pauses, cancels, and sends failures again", async ({
  page,
  owner,
  signInAs,
}) => {
  // More than is sent while the test looks, less than needs a second person.
  const [action] = await owner<{ name: string }[]>`
    select a.name from event.member_event e join event.action a on a.id = e.action_id
     where e.origin = 0 and a.name <> 'device.registered' group by 1 having count(*) between 200 and 9000 order by count(*) limit 1`;
  await signInAs("admin");
  await page.goto(`/events?action=${action?.name}`);
  await page.getByRole("link", { name: "Republish these" }).click();
  await expect(page).toHaveURL(/\/republish\/new\?action=/);
  await page.getByLabel("Target").selectOption("external-publisher");
  await page.getByLabel("First lot").fill("5");
  const send = await plan(page, { reason: "their batch lost these", rate: "2" });
  await expect(page.getByRole("list", { name: "Before you send" })).toContainText(/\d/);
  await expect(send).toHaveText(/^Send [\d,]+ events to external-publisher$/);

  // What is typed after the plan is not what was planned.
  await page.getByLabel("Target").selectOption("ALL");
  await expect(send).toHaveCount(0);
  await expect(page.getByText("The fields have changed since the plan.")).toBeVisible();
  await page.getByLabel("Target").selectOption("external-publisher");
  await send.click();

  await expect(page).toHaveURL(/\/republish\/[0-9a-f-]{36}$/);
  const jobId = jobOf(page);
  await expect(page.getByText("The first lot is out.")).toBeVisible({ timeout: 60_000 });
  expect(await page.evaluate(() => window.scrollY), "a job page opens at its top").toBe(0);
  const sent =
    await owner`select count(*)::int as n from republish.item where job_id = ${jobId} and sent_at is not null`;
  expect(sent).toEqual([{ n: 5 }]);
  await page.getByRole("button", { name: /^Send the other/ }).click();
  await page.getByRole("button", { name: "Pause" }).click();
  await expect(page.getByRole("button", { name: "Go on" })).toBeVisible();
  await page.getByRole("button", { name: "Rate" }).click();
  await page.getByRole("dialog").getByLabel("Events a second").fill("3");
  await page.getByRole("dialog").getByRole("button", { name: "Change the rate" }).click();
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await expect(page.getByText("3/s").first()).toBeVisible();
  await page.getByRole("button", { name: "Go on" }).click();
  await page.getByRole("button", { name: "Cancel" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Cancel the job" }).click();
  await expect(page.getByText("cancelled").first()).toBeVisible();
  const acts = await owner<{ act: string }[]>`
    select distinct act from staff.access_record
     where what ->> 'jobId' = ${jobId} and result = 'done' and act in ('republish', 'republish.cancel', 'republish.pause', 'republish.rate', 'republish.resume') order by act`;
  expect(acts.map(({ act }) => act)).toEqual([
    "republish",
    "republish.cancel",
    "republish.pause",
    "republish.rate",
    "republish.resume",
  ]);

  // As SNS would have left it: three were refused.
  await owner`
    update republish.item set state = 'failed', error = 'InvalidParameter'
     where job_id = ${jobId} and event_id in (select event_id from republish.item where job_id = ${jobId} and sent_at is not null order by event_id limit 3)`;
  await page.reload();
  await page.getByRole("button", { name: "Send the 3 that did not arrive again" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Send 3 events again" }).click();
  await expect(page).not.toHaveURL(new RegExp(jobId));
  await expect
    .poll(
      async () =>
        owner`select state, count(*)::int as n from republish.item where job_id = ${jobOf(page)} group by state`,
    )
    .toEqual([{ state: "confirmed", n: 3 }]);
});

test("two admins set the limit; above it a job waits for another admin, whom the orderer cannot be", async ({
  page,
  owner,
  signInAs,
}) => {
  const events = await owner<{ id: string }[]>`
    select e.id from event.member_event e where e.origin = 0 order by e.id desc limit 60`;
  await signInAs("admin");
  await page.goto("/settings/thresholds");
  await page.getByRole("button", { name: "Propose another limit" }).click();
  await page.getByLabel("Deliveries in 24 hours").fill("50");
  await page.getByLabel("Reason").fill("a night with few people");
  await page.getByRole("button", { name: "Propose 50" }).click();
  await expect(page.getByRole("button", { name: "Put 50 into force" })).toBeDisabled();
  await signInAs("admin", 1);
  await page.goto("/settings/thresholds");
  await page.getByRole("button", { name: "Put 50 into force" }).click();
  await expect(page.getByText("More than 50 deliveries ordered by one person")).toBeVisible();

  await page.goto("/republish/new");
  await page.getByLabel("Besides these conditions").selectOption("eventIds");
  await page.getByLabel("Event ids", { exact: true }).fill(events.map(({ id }) => id).join("\n"));
  await page.getByLabel("Target").selectOption("external-publisher");
  const ask = await plan(page, { reason: "their batch lost these", rate: "500" });
  await expect(ask).toHaveText(/Ask for approval to send 60 events to external-publisher/);
  await ask.click();
  await expect(page.getByText("A second person must agree")).toBeVisible();
  await expect(page.getByRole("button", { name: /^Approve sending/ })).toBeDisabled();
  const jobUrl = page.url();

  await signInAs("admin");
  await page.goto(jobUrl);
  await page.getByRole("button", { name: /^Approve sending 60 events/ }).click();
  await expect(page.getByText(/^Approved by/)).toBeVisible();
  await expect(page.getByText("done").first()).toBeVisible();
  await expect
    .poll(
      async () =>
        owner`select state, count(*)::int as n from republish.item where job_id = ${jobOf(page)} group by state`,
    )
    .toEqual([{ state: "confirmed", n: 60 }]);
  await owner`update republish.limit_change set deliveries = 10000`;
});

test("a set that is another one by now is refused with both numbers", async ({ context, owner, signInAs }) => {
  await signInAs("admin");
  // A page of its own: the refusal is an error in the browser's console, which would fail the other one.
  const page = await context.newPage();
  const [event] = await owner<{ member_id: string }[]>`
    select e.member_id from event.member_event e where e.origin = 0 order by e.id desc limit 1`;
  const memberId = event?.member_id ?? "";
  await page.goto(`/republish/new?member=${memberId}`);
  const send = await plan(page, { reason: "their batch lost these" });
  // As an import does: history that was written after the plan.
  await owner`
    insert into event.member_event (id, member_id, action_id, version, origin)
    select event.id_at(clock_timestamp() - interval '1 day', ${memberId}), ${memberId}, a.id, 1, 1 from event.action a where a.name = 'member.logged-in'`;
  await send.click();
  await expect(page.getByRole("alert").getByText(/events? (was|were) planned, \d+ match(es)? now/)).toBeVisible();
});

test("an agent and an analyst are not let near it", async ({ page, signInAs }) => {
  for (const person of ["agent", "analyst"] as const) {
    await signInAs(person);
    await page.goto("/republish/new?action=member.logged-in");
    await expect(page.getByText("Republishing is for admins.")).toBeVisible();
  }
});
