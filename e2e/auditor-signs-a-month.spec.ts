import { accountOf } from "./support/running-demo.ts";
import { expect, test } from "./support/test.ts";

test("an auditor reads a month of access records and signs it; the signature is a record", async ({
  page,
  owner,
  signInAs,
}) => {
  const { login } = accountOf("agent");
  // What would have been written two months ago: an id begins with its time.
  const [row] = await owner<{ month: string }[]>`
    with past as (select date_trunc('month', clock_timestamp() at time zone 'UTC') - interval '2 months' + interval '3 days' as at),
    written as (
      insert into staff.access_record (id, at, account_id, login, role, act, member_ids, result)
      select uuidv7((p.at at time zone 'UTC') - clock_timestamp()), p.at at time zone 'UTC', a.id, a.login, a.role, 'member.profile', array['m-1', 'm-2'], 'shown'
        from past p cross join staff.account a where a.login = ${login})
    select to_char(p.at, 'YYYY-MM') as month from past p`;
  const month = row?.month ?? "";
  await signInAs("auditor");
  await page.goto("/access-records");
  const main = page.getByRole("main");
  await main.getByRole("link", { name: "Monthly review" }).click();
  await main.getByRole("link", { name: month }).click();
  await expect(main.getByRole("heading", { name: `Review of ${month}` })).toBeVisible();
  await expect(main.getByRole("row").filter({ hasText: login })).toContainText("2");
  await expect(main.getByText("Nothing unusual in this month.")).toBeVisible();

  const sign = main.getByRole("button", { name: `Sign ${month}` });
  await expect(sign).toBeDisabled();
  await main.getByLabel("What you found").fill("One agent, two members, nothing to ask about");
  await sign.click();
  await expect(main.getByText(`Signed by ${accountOf("auditor").login}`)).toBeVisible();
  await expect(main.getByRole("link", { name: month })).toContainText("Signed");
  await page.goto(`/access-records?login=${accountOf("auditor").login}`);
  await expect(main.getByRole("row").filter({ hasText: "Signed the review of a month" }).first()).toBeVisible();
});
