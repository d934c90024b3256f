import { expect, test } from "./support/test.ts";

test("an analyst saves a search for the team, sees what is new in it, changes it and deletes it", async ({
  page,
  owner,
  signInAs,
}) => {
  const name = `failures ${crypto.randomUUID().slice(0, 8)}`;
  await signInAs("analyst");
  await page.goto("/events?action=member.logged-in");
  const main = page.getByRole("main");
  const rows = main.locator("a[data-row]");
  await expect(rows.first()).toBeVisible();
  await main.getByRole("button", { name: "Save as a view" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByRole("list", { name: "What it asks" })).toContainText("Logged in");
  await dialog.getByLabel("Name").fill(name);
  await dialog.getByLabel("Everybody who may search events").check();
  await dialog.getByRole("button", { name: "Save as a view" }).click();
  await expect(page).toHaveURL(/\?saved=[0-9a-f-]{36}$/);
  await expect(main.getByRole("region", { name: "Saved view" })).toContainText(name);
  await expect(rows.filter({ hasNotText: "ogged in" })).toHaveCount(0);

  await expect
    .poll(
      () =>
        owner`select from staff.saved_view_look l join staff.saved_view v on v.id = l.view_id where v.name = ${name}`,
    )
    .toHaveLength(1);

  // Members of the demo keep signing in.
  await page.goto("/");
  const view = main.getByRole("link", { name });
  await expect(async () => {
    await page.reload();
    await expect(view).toContainText(/\d+\+? new/, { timeout: 3000 });
  }).toPass();
  await view.click();
  await expect(main.getByRole("button", { name: "Remove Action" })).toBeVisible();

  await main.getByRole("button", { name: "Add filter" }).click();
  await main.getByRole("checkbox", { name: /member\.logged-out/ }).check();
  await expect(page).toHaveURL(/edits=/);
  await page.keyboard.press("Escape");
  await expect(main.getByRole("region", { name: "Saved view" })).toContainText("changed, not saved");
  await main.getByRole("button", { name: "Save changes" }).click();
  await expect(page).toHaveURL(/\?saved=[0-9a-f-]{36}$/);
  await page.reload();
  await expect(main.getByRole("button", { name: "Remove Action" }).locator("..")).toContainText("Logged out");

  await main.getByRole("button", { name: "Delete view" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
  await expect(page).toHaveURL(/\/events$/);
  await main.getByRole("button", { name: "Views" }).click();
  await expect(main.getByRole("link", { name })).toHaveCount(0);
});

test("a policy is kept as a view with its conditions, and one that is invalid shows no rows", async ({
  page,
  signInAs,
}) => {
  const name = `policy ${crypto.randomUUID().slice(0, 8)}`;
  await signInAs("analyst");
  await page.goto("/events?action=member.logged-in");
  const main = page.getByRole("main");
  await main.getByRole("link", { name: "Search by policy" }).click();
  await expect(main.getByRole("button", { name: "Remove Action" })).toBeVisible();
  const editor = main.getByRole("textbox");
  const rows = main.locator("a[data-row]");
  await editor.fill('{"action": [{"prefix": "member."}]}');
  await main.getByRole("button", { name: "Search history" }).click();
  await expect(rows.first()).toBeVisible();
  await editor.fill('{"action": "member."}');
  await expect(main.getByText("Not searched")).toBeVisible();
  await expect(rows).toHaveCount(0);
  await editor.fill('{"action": [{"prefix": "member.log"}]}');
  await expect(main.getByText("These rows are of the policy before")).toBeVisible();
  await main.getByRole("button", { name: "Search history" }).click();
  await main.getByRole("button", { name: "Save as a view" }).click();
  await page.getByRole("dialog").getByLabel("Name").fill(name);
  await page.getByRole("dialog").getByRole("button", { name: "Save as a view" }).click();
  await expect(page).toHaveURL(/\?saved=/);
  await page.reload();
  await expect(main.getByRole("textbox")).toHaveValue('{"action": [{"prefix": "member.log"}]}');
  await expect(main.getByRole("button", { name: "Remove Action" })).toBeVisible();
  await expect(rows.first()).toBeVisible();
});
