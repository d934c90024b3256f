import { accountOf } from "./support/running-demo.ts";
import { expect, test } from "./support/test.ts";

/** The newest log-out that a log-in on another device caused, and how its member can be reached. */
type LoggedOut = { event_id: string; member_id: string; phone: string; device: string; other_device: string };

test("an agent finds by phone number why a member was logged out, and the look is recorded", async ({
  page,
  owner,
}) => {
  const [story] = await owner<LoggedOut[]>`
    select e.id event_id, e.member_id, m.phone, e.device_id device, c.device_id other_device
      from event.member_event e join event.member_event c on c.id = e.causation_id join member.member m on m.id = e.member_id
     where e.attributes @> '{"reason": {"to": "logged-in-elsewhere"}}' and e.device_id <> c.device_id order by e.id desc limit 1`;
  if (!story) throw new Error("the demo has no log-out elsewhere");
  const { login, password } = accountOf("agent");

  await page.goto("/");
  await expect(page).toHaveURL(/\/sign-in/);
  await expect(page.getByLabel("Login", { exact: true })).toBeFocused();
  await page.getByLabel("Login", { exact: true }).fill(login);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();

  const search = page.getByRole("main").getByRole("textbox");
  await expect(search).toBeFocused();
  await search.fill(story.phone);
  await page.getByRole("button", { name: "Find", exact: true }).click();
  await expect(
    page
      .getByText("by phone number")
      .or(page.getByRole("heading", { name: new RegExp(story.member_id) }))
      .first(),
  ).toBeVisible();
  if (!page.url().includes("/members/"))
    await page
      .getByRole("main")
      .getByRole("link", { name: new RegExp(story.member_id) })
      .first()
      .click();
  await expect(page).toHaveURL(new RegExp(`/members/${story.member_id}`));
  // Personal values stay masked, and never stand in the address.
  await expect(page.getByText(story.phone)).toHaveCount(0);
  expect(page.url()).not.toContain(story.phone.replaceAll("-", "").slice(-8));

  const row = page.getByRole("main").locator(`a[data-row][href*="${story.event_id}"]`).first();
  await expect(row).toContainText("logged in elsewhere");
  await expect(row).toContainText("because of");
  await row.click();
  const drawer = page
    .getByRole("dialog")
    .or(page.getByRole("complementary"))
    .filter({ hasText: story.event_id })
    .first();
  await expect(drawer).toContainText(story.device);
  await expect(drawer).toContainText(story.other_device);

  const records = await owner`
    select distinct act from staff.access_record where act <> 'members.recent' and login = ${login} and ${story.member_id} = any(member_ids) and at > clock_timestamp() - interval '2 minutes'`;
  expect(records.map(({ act }) => act).sort()).toEqual(["event.show", "look-up", "member.profile", "member.timeline"]);
});
