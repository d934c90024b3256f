import { expect, test } from "./support/test.ts";

test("what of a timeline is shown survives a reload and the way back", async ({ page, owner, signInAs }) => {
  const [found] = await owner<{ member_id: string }[]>`
    select e.member_id from event.member_event e join event.action a on a.id = e.action_id
     where a.name = 'member.logged-out' order by e.id desc limit 1`;
  await signInAs("agent");
  await page.goto(`/members/${found?.member_id}`);
  const main = page.getByRole("main");
  await main.getByRole("button", { name: "Add filter" }).click();
  await main.getByRole("checkbox", { name: /member\.logged-out/ }).check();
  await expect(page).toHaveURL(/\?action=member\.logged-out$/);
  await page.keyboard.press("Escape");
  const rows = main.locator("a[data-row]");
  await expect(rows.filter({ hasNotText: "Logged out" })).toHaveCount(0);
  await page.reload();
  await expect(rows.first()).toContainText("Logged out");
  await expect(rows.filter({ hasNotText: "Logged out" })).toHaveCount(0);
  await main.getByRole("link", { name: "Records" }).click();
  await page.goBack();
  await expect(main.getByRole("button", { name: "Remove Action" })).toBeVisible();
});
