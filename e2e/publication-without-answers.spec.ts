import { expect, test } from "./support/test.ts";

test("a status that no longer answers is not called in order", async ({ page, signInAs }) => {
  await signInAs("admin");
  await page.goto("/publication");
  const main = page.getByRole("main");
  const mark = main.getByText(/^(in order|late|needs a look|repairing|messages fail|no answer|stopped)$/);
  await expect(mark.first()).toBeVisible();
  // An answer without content, as a proxy in between may give it.
  await page.route("**/api/trpc/**", (route) => route.fulfill({ status: 200, body: "" }));
  await expect(main.getByText("No answer now")).toBeVisible({ timeout: 30_000 });
  await expect(mark).toHaveCount(0);
  await page.unroute("**/api/trpc/**");
  await expect(mark.first()).toBeVisible({ timeout: 30_000 });
});
