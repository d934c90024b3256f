import type { Page } from "@playwright/test";
import { expect, test } from "./support/test.ts";

/** Holds the page's scripts back, as a slow line does, until the returned function is called. */
async function holdScripts(page: Page): Promise<() => void> {
  const arrived = Promise.withResolvers<void>();
  await page.route("**/_next/static/**/*.js*", async (route) => {
    await arrived.promise;
    await route.continue();
  });
  return arrived.resolve;
}

test("what is typed and sent before the page's scripts have come stays, and is what is looked up", async ({
  page,
  owner,
  signInAs,
}) => {
  const [member] = await owner<{ id: string }[]>`select id from member.member order by id limit 1`;
  const memberId = member?.id ?? "";
  await signInAs("agent");
  const release = await holdScripts(page);
  await page.goto("/", { waitUntil: "commit" });
  const field = page.getByRole("main").getByRole("textbox");
  await field.fill(memberId);
  await field.press("Enter");
  await expect(field).toHaveValue(memberId);
  release();
  await expect(async () => {
    await page.getByRole("button", { name: "Find", exact: true }).click();
    await expect(page).toHaveURL(new RegExp(`/members/${memberId}$`), { timeout: 2000 });
  }).toPass();
});

test("an event ID that is typed before the page's scripts have come can be tested", async ({ page, signInAs }) => {
  await signInAs("analyst");
  const release = await holdScripts(page);
  await page.goto("/subscribers/family-account", { waitUntil: "commit" });
  await page.getByLabel("Event ID").fill("0199a2b4-7c1e-7d3a-9f00-1c2d3e4f5a6b");
  await expect(page.getByRole("button", { name: "Test", exact: true })).toBeDisabled();
  release();
  await expect(page.getByRole("button", { name: "Test", exact: true })).toBeEnabled();
});
