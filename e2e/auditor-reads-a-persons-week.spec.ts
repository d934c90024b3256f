import { expectAxeClean, goOnTo, signInByKeyboard } from "./support/by-keyboard.ts";
import { accountOf } from "./support/running-demo.ts";
import { expect, test } from "./support/test.ts";

test("an auditor finds by keyboard alone what a person looked at in a week", async ({ page, owner, signInAs }) => {
  const [member] = await owner<{ id: string }[]>`select id from member.member order by id desc limit 1`;
  const memberId = member?.id ?? "";
  const { login, name } = accountOf("agent");
  await signInAs("agent");
  await page.goto(`/members/${memberId}`);
  await expect(page.getByRole("heading", { level: 1 })).toContainText(memberId);

  // What an open page still asks would be refused.
  await page.goto("about:blank");
  await page.context().clearCookies();
  await signInByKeyboard(page, "auditor");
  const main = page.getByRole("main");
  const person = main.getByRole("link", { name, exact: true });
  await expect(person).toBeVisible();
  await expectAxeClean(page);
  await goOnTo(person, "j");
  await expect(person).toBeFocused();
  await page.keyboard.press("Enter");

  await expect(page).toHaveURL(new RegExp(`/access-records\\?login=${login.replace(".", "\\.")}&from=.*&to=`));
  const week = main
    .getByRole("region")
    .or(main.locator("section"))
    .filter({ hasText: `What ${login} looked at` })
    .first();
  await expect(week).toContainText("Opened a member");
  const seen = week.getByRole("link", { name: memberId });
  await expect(seen).toBeVisible();
  await expectAxeClean(page);
  await goOnTo(seen, "Tab");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(new RegExp(`member=${memberId}`));
  await expect(main.getByRole("row").filter({ hasText: "Opened a member" }).first()).toContainText(memberId);

  const [record] = await owner`
    select what from staff.access_record where act = 'access-record.summary' and login = ${accountOf("auditor").login} order by id desc limit 1`;
  expect(record?.what).toMatchObject({ login });
});
