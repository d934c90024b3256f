import { expect, test } from "../support/test.ts";

test("signing out leaves nothing in the browser, and no way back to what was shown", async ({
  page,
  context,
  owner,
  signInAs,
}) => {
  const [member] = await owner<{ id: string }[]>`
    select member_id as id from event.member_event where member_id in (select id from member.member) limit 1`;
  const memberId = member?.id ?? "";
  await signInAs("agent");
  await page.goto(`/members/${memberId}`);
  await expect(page.getByRole("main")).toContainText(memberId);
  await page.evaluate(async () => {
    localStorage.setItem("left", "by a page");
    sessionStorage.setItem("left", "by a page");
    await caches.open("left");
  });
  await page
    .getByRole("banner")
    .getByRole("button", { name: /Account of/ })
    .click();
  await page.getByText("Sign out", { exact: true }).click();
  await expect(page).toHaveURL(/\/sign-in/);
  const left = await page.evaluate(async () => ({
    ...{ local: { ...localStorage }, session: { ...sessionStorage }, caches: await caches.keys() },
    databases: await indexedDB.databases(),
  }));
  expect(left).toEqual({ local: {}, session: {}, caches: [], databases: [] });
  const cookies = (await context.cookies()).map(({ name }) => name);
  expect(cookies.filter((name) => /session/.test(name))).toEqual([]);
  await page.goBack().catch(() => null);
  await expect(page.getByText(memberId)).toHaveCount(0);
  await page.goto(`/members/${memberId}`);
  await expect(page).toHaveURL(/\/sign-in/);
});
