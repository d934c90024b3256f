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

test("a large job waits for another admin, whom the orderer cannot be; then it runs to its end", async ({
  page,
  owner,
  signInAs,
}) => {
  await owner`
    insert into republish.limit_change (deliveries, reason, proposed_by, confirmed_by, confirmed_at)
    select 50, 'for this test', min(id::text)::uuid, max(id::text)::uuid, clock_timestamp() from staff.account where role = 'admin'`;
  const events = await owner<{ id: string }[]>`
    select e.id from event.member_event e where e.origin = 0 order by e.id desc limit 60`;
  await signInAs("admin");
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

  await signInAs("admin", 1);
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

test("an agent and an analyst are not let near it", async ({ page, signInAs }) => {
  for (const person of ["agent", "analyst"] as const) {
    await signInAs(person);
    await page.goto("/republish/new?action=member.logged-in");
    await expect(page.getByText("Republishing is for admins.")).toBeVisible();
  }
});
