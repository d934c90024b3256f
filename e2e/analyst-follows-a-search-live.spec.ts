import type { Sql } from "postgres";
import { expectAxeClean } from "./support/by-keyboard.ts";
import { accountOf } from "./support/running-demo.ts";
import { expect, test } from "./support/test.ts";

/** A log-in of a member, as another language's system stores it; the event's id. */
async function logIn(owner: Sql, memberId: string, deviceId: string): Promise<string> {
  const [row] = await owner<{ id: string }[]>`
    select event.record_member_event(${memberId}, 'member.logged-in', ${owner.json({ status: { to: "logged-in" } })},
      ${owner.json({ deviceId, ip: "198.51.100.7" })}) as id`;
  if (!row) throw new Error("nothing was stored");
  return row.id;
}

const memberOf = async (owner: Sql) => {
  const [row] = await owner<{ id: string }[]>`select id from member.member order by id limit 1`;
  if (!row) throw new Error("the demo has no member");
  return row.id;
};

/** The records of what was pushed to somebody, newest first. */
const pushes = (owner: Sql, login: string) => owner<{ member_ids: string[] }[]>`
  select r.member_ids from staff.access_record r join staff.account a on a.id = r.account_id
   where r.act = 'event.follow' and a.login = ${login} order by r.id desc`;

test("an analyst follows a search live: new events stand on top, and nothing moves while somebody reads", async ({
  page,
  owner,
  signInAs,
}) => {
  const device = `tail-${Date.now()}`;
  const memberId = await memberOf(owner);
  const first = await logIn(owner, memberId, device);
  await signInAs("analyst");
  await page.goto(`/events?device=${device}`);
  const main = page.getByRole("main");
  const rows = main.locator("a[data-row]");
  const rowOf = (id: string) => main.locator(`a[data-row][href*="${id}"]`);
  await expect(rowOf(first)).toBeVisible();

  const live = main.getByRole("switch", { name: "Live" });
  await live.focus();
  await page.keyboard.press("Enter");
  await expect(main.getByText("stands on top as it comes")).toBeVisible();

  // It comes by itself, above the others, and its publication goes on in its row.
  const second = await logIn(owner, memberId, device);
  await expect(rowOf(second)).toBeVisible();
  await expect(rows.first()).toHaveAttribute("href", new RegExp(second));
  const row = main.getByRole("row").filter({ has: page.locator(`a[data-row][href*="${second}"]`) });
  await expect(row).toContainText("published");
  expect((await pushes(owner, accountOf("analyst").login))[0]?.member_ids).toEqual([memberId]);

  // While a row has the focus, nothing moves.
  await page.keyboard.press("j");
  await expect(rows.first()).toBeFocused();
  const third = await logIn(owner, memberId, device);
  const show = main.getByRole("button", { name: "Show 1 new event" });
  await expect(show).toBeVisible();
  await expect(main.getByText("held while you read")).toBeVisible();
  await expect(rows.first()).toHaveAttribute("href", new RegExp(second));
  await expect(rowOf(third)).toHaveCount(0);
  await expectAxeClean(page);

  // One key brings them, and the list goes on by itself.
  await page.keyboard.press("n");
  await expect(rows.first()).toHaveAttribute("href", new RegExp(third));
  await expect(show).toHaveCount(0);
  const fourth = await logIn(owner, memberId, device);
  await expect(rows.first()).toHaveAttribute("href", new RegExp(fourth));

  // The mouse over the list holds it, too.
  await rows.last().hover();
  const fifth = await logIn(owner, memberId, device);
  await expect(show).toBeVisible();
  await page.mouse.move(5, 5);
  await expect(rows.first()).toHaveAttribute("href", new RegExp(fifth));

  // Switched off, nothing comes any more, and the stream is let go.
  await live.click();
  await expect(main.getByText("stands on top as it comes")).toHaveCount(0);
});

test("a live list ends with the session that follows it", async ({ context, owner, signInAs }) => {
  await signInAs("analyst");
  // A page of its own: that the server refuses is an error in the browser's console.
  const page = await context.newPage();
  await page.goto("/events");
  const main = page.getByRole("main");
  await main.getByRole("switch", { name: "Live" }).click();
  await expect(main.getByText("stands on top as it comes")).toBeVisible();
  await owner`
    update staff.session set ended_at = clock_timestamp()
     where account_id = (select id from staff.account where login = ${accountOf("analyst").login}) and ended_at is null`;
  await expect(page).toHaveURL(/\/sign-in/);
});

test("a search of a period that is over says that nothing new can come", async ({ page, signInAs }) => {
  await signInAs("analyst");
  await page.goto("/events?from=2026-01-01T00%3A00Z&to=2026-06-01T00%3A00Z");
  const main = page.getByRole("main");
  await main.getByRole("switch", { name: "Live" }).click();
  await expect(main.getByText("The chosen period has ended")).toBeVisible();
});
