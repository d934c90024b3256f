import type { Page } from "@playwright/test";
import { expect, test } from "./support/test.ts";

/** Answers every page after the first with rows made from those of the first: so many of them, a long list is there at once. */
async function lengthen(page: Page, rows: number): Promise<void> {
  await page.route(/\/api\/trpc\/events\.search($|\?)/, async (route) => {
    const answer = await route.fetch();
    const body = await answer.json();
    const found = body.result.data;
    const events = Array.from({ length: rows }, (_, n) => {
      const id = `00000000-0000-7000-8000-${String(n).padStart(12, "0")}`;
      return { ...found.events[n % found.events.length], id };
    });
    await route.fulfill({ response: answer, json: { result: { data: { ...found, events, nextCursor: null } } } });
  });
}

test("columns and row height are chosen, and stay chosen", async ({ page, signInAs }) => {
  await signInAs("analyst");
  await page.goto("/events");
  const heads = page.getByRole("main").locator("thead th:visible");
  const row = page.getByRole("main").locator("tbody tr").first();
  await expect(heads).toHaveText(["Time ↓", "Member", "What changed", "Action", "State"]);
  expect((await row.boundingBox())?.height).toBeCloseTo(40, -0.5);
  await page.getByRole("button", { name: "Columns" }).click();
  await page.getByRole("checkbox", { name: "IP address" }).check();
  await page.getByRole("checkbox", { name: "Member" }).uncheck();
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Lower rows" }).click();
  await page.reload();
  await expect(heads).toHaveText(["Time ↓", "What changed", "Action", "IP address", "State"]);
  expect((await row.boundingBox())?.height).toBeLessThan(35);
  await page.getByRole("button", { name: "Columns" }).click();
  await page.getByRole("button", { name: "The usual ones" }).click();
  await expect(heads).toHaveText(["Time ↓", "Member", "What changed", "Action", "State"]);
});

test("of a long list only what is seen is drawn, and the keyboard goes through all of it", async ({
  page,
  signInAs,
}) => {
  await signInAs("analyst");
  await lengthen(page, 3000);
  await page.goto("/events");
  const table = page.getByRole("main").getByRole("table").last();
  const rows = table.locator("tbody tr[data-drawn]");
  await page.keyboard.press("End");
  await expect(table).toHaveAttribute("aria-rowcount", "3051");
  expect(await rows.count()).toBeLessThan(200);
  await page.evaluate(() => window.scrollTo(0, document.body.scrollHeight));
  await expect(table.locator('tr[aria-rowindex="3051"]')).toBeVisible();
  await page.evaluate(() => window.scrollTo(0, 60_000));
  await expect(table.locator('tr[aria-rowindex="1480"]')).toBeVisible();

  await page.keyboard.press("j");
  const focused = table.locator("[data-row]:focus");
  const first = Number(await focused.getAttribute("data-row"));
  expect(first).toBeGreaterThan(1000);
  for (let n = 0; n < 40; n += 1) await page.keyboard.press("j");
  await expect(focused).toHaveAttribute("data-row", String(first + 40));
  await expect(focused).toBeInViewport();
  // Scrolled away, the row is not drawn any more; the keyboard goes on from it all the same.
  await page.evaluate(() => window.scrollTo(0, 0));
  await expect(table.locator('tr[aria-rowindex="2"]')).toBeVisible();
  await page.keyboard.press("k");
  await expect(focused).toHaveAttribute("data-row", String(first + 39));
  await expect(focused).toBeInViewport();
});

test("addresses that are none are counted, and can be asked for", async ({ page, owner, signInAs }) => {
  const memberId = `no-address-${Date.now()}`;
  for (const ip of ["unknown", "203.0.113.7"]) {
    await owner`select event.record_member_event(${memberId}, 'member.logged-in', '{"status": {"from": "logged-out", "to": "logged-in"}}', ${owner.json({ ip, channel: "app" })})`;
  }
  await signInAs("analyst");
  await page.goto(`/events?member=${memberId}`);
  const note = page.getByRole("status").filter({ hasText: "no IP address where one belongs" });
  await expect(note).toContainText(
    "1 of the 2 shown events has something that is no IP address where one belongs, such as unknown.",
  );
  const only = note.getByRole("button", { name: "Only these" });
  // Pressed before the page is alive, it does nothing.
  await expect(async () => {
    if (await only.isVisible()) await only.click({ timeout: 2000 });
    await expect(page.getByRole("main").locator("tbody tr[data-drawn]")).toHaveCount(1, { timeout: 5000 });
  }).toPass();
});

test("a filter that was removed stays removed while the server is slow to keep the others", async ({
  page,
  signInAs,
}) => {
  await signInAs("analyst");
  const held = Promise.withResolvers<void>();
  await page.route(/events\.keepSearch/, async (route) => {
    await held.promise;
    await route.continue();
  });
  const members = Array.from({ length: 160 }, (_, n) => `member=${String(n).padStart(40, "m")}`).join("&");
  await page.goto(`/events?${members}&channel=app`);
  const filters = page.getByRole("region", { name: "Filters" });
  await filters.getByRole("button", { name: /Remove.*channel/i }).click();
  await expect(filters.getByRole("button", { name: /Remove.*channel/i })).toHaveCount(0);
  await filters.getByRole("button", { name: /Remove.*member/i }).click();
  await expect(page).toHaveURL(/\/events$/);
  const kept = page.waitForResponse(/events\.keepSearch/);
  held.resolve();
  await kept;
  await expect(page.getByRole("main").locator("tbody tr[data-drawn]").first()).toBeVisible();
  await expect(page).toHaveURL(/\/events$/);
  await expect(filters.getByRole("button", { name: /Remove/ })).toHaveCount(0);
});
