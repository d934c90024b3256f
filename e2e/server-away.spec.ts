import { expect, test } from "./support/test.ts";

test("when the server goes away the list stays, and an event that cannot be opened says so in its place", async ({
  context,
  owner,
  signInAs,
}) => {
  const [event] = await owner<{ member_id: string }[]>`
    select member_id from event.member_event where member_id <> 'unknown' order by id desc limit 1`;
  await signInAs("agent");
  // A page of its own: a request that fails is an error in the browser's console.
  const page = await context.newPage();
  await page.goto(`/members/${event?.member_id}`);
  const row = page.locator("a[data-row]").first();
  await expect(row).toBeVisible();
  await page.waitForLoadState("networkidle");
  await context.setOffline(true);
  await row.click();
  const drawer = page.getByRole("dialog");
  await expect(drawer.getByText("The event could not be loaded")).toBeVisible();
  await expect(drawer.getByText("The server could not be reached.")).toBeVisible();
  await expect(page.locator("a[data-row]").first()).toBeAttached();
  await context.setOffline(false);
  await drawer.getByRole("button", { name: "Try again" }).click();
  await expect(drawer.getByRole("heading", { name: "What changed" })).toBeVisible();
});
