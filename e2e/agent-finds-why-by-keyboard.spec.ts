import { expectAxeClean, goOnTo, signInByKeyboard } from "./support/by-keyboard.ts";
import { expect, test } from "./support/test.ts";

/** The newest log-out that another member's log-in on the same device caused. */
type LoggedOut = { event_id: string; member_id: string; phone: string; other: string };

test("an agent finds by keyboard alone why a member was logged out, and copies it for a ticket", async ({
  page,
  context,
  owner,
}) => {
  const [story] = await owner<LoggedOut[]>`
    select e.id event_id, e.member_id, m.phone, c.member_id other
      from event.member_event e join event.member_event c on c.id = e.causation_id join member.member m on m.id = e.member_id
     where e.attributes @> '{"reason": {"to": "another-account-here"}}' and c.member_id <> e.member_id order by e.id desc limit 1`;
  if (!story) throw new Error("the demo has no log-out by another account");
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const keys = page.keyboard;

  await signInByKeyboard(page, "agent");
  const main = page.getByRole("main");
  await expect(main.getByRole("textbox")).toBeFocused();
  await keys.type(story.phone);
  await keys.press("Enter");
  const hit = main.getByRole("link", { name: new RegExp(story.member_id) }).first();
  await expect(hit.or(page.getByRole("heading", { level: 1, name: new RegExp(story.member_id) }))).toBeVisible();
  if (!page.url().includes("/members/")) {
    await goOnTo(page.locator(`a[href="/members/${story.member_id}"]`), "Tab");
    await keys.press("Enter");
  }

  // What is asked first stands first, with the other member named.
  const standing = main.getByRole("region", { name: "In force now" });
  await expect(standing).toBeVisible();
  const row = main.locator(`a[data-row][href*="${story.event_id}"]`);
  await expect(row).toContainText("because of");
  await expect(row).toContainText(story.other);
  await expectAxeClean(page);

  // Down to the row, choose it, and go on to its copy.
  await goOnTo(row, "j");
  await expect(row).toBeFocused();
  await keys.press("x");
  await expect(main.getByText("1 event chosen")).toBeVisible();
  await keys.press("c");
  await expect(main.getByText("Copied", { exact: true })).toBeVisible();
  const ticket = await page.evaluate(() => navigator.clipboard.readText());
  expect(ticket).toContain("another account logged in here");
  expect(ticket).toContain(story.event_id);
  expect(ticket).toContain("because of:");

  await row.focus();
  await keys.press("Enter");
  const drawer = page.getByRole("dialog", { name: "Event", exact: true });
  await expect(drawer).toContainText(story.event_id);
  await expectAxeClean(page);
  await keys.press("Escape");
  await expect(row).toBeFocused();
});

test("a member's history is narrowed by typing what happened, and jumped in by the strip", async ({
  page,
  owner,
  signInAs,
}) => {
  const [found] = await owner<{ member_id: string }[]>`
    select e.member_id from event.member_event e join event.action a on a.id = e.action_id join member.member m on m.id = e.member_id
     group by 1 having count(*) between 10 and 60 and bool_or(a.name = 'member.logged-out') order by min(e.occurred_at) limit 1`;
  await signInAs("agent");
  await page.goto(`/members/${found?.member_id}`);
  const main = page.getByRole("main");
  const rows = main.locator("a[data-row]");
  await expect(rows.first()).toBeVisible();
  await main.getByRole("combobox", { name: "Filter by action" }).focus();
  await page.keyboard.type("logged-out");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\?action=member\.logged-out$/);
  await expect(rows.first()).toContainText("Logged out");
  await page.keyboard.press("Enter");
  await expect(page).not.toHaveURL(/action=/);
  await expect(main.getByRole("button", { name: "Remove Action" })).toHaveCount(0);
  await page.keyboard.press("Escape");

  await main.getByRole("slider").focus();
  await page.keyboard.press("Home");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/[?&]to=/);
});
