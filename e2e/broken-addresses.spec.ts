import { expect, test } from "./support/test.ts";

/** The first two bytes of a letter, and a percent sign without its digits. */
const BROKEN = "%E0%A4%A";

test("an address that cannot be decoded gets the console's own page and a way out of it", async ({
  page,
  signInAs,
}) => {
  await signInAs("admin");
  for (const folder of ["members", "events", "republish", "subscribers", "records"]) {
    const answer = await page.request.get(`/${folder}/${BROKEN}`);
    expect(answer.status(), folder).toBe(404);
    expect(answer.headers()["content-security-policy"], folder).toContain("default-src 'none'");
    expect(await answer.text(), folder).toContain("This does not exist");
  }
  const program = await page.request.get(`/api/members/${BROKEN}`);
  expect(program.status()).toBe(400);
  expect(await program.json()).toEqual({ error: expect.stringContaining("cannot be read") });

  // A browser calls the answer 404 an error; the page that says so is tested, not its console.
  const context = page.context();
  const visitor = await context.newPage();
  await visitor.goto(`/members/${BROKEN}`);
  await expect(visitor.getByRole("heading", { level: 1 })).toHaveText("This does not exist");
  await visitor.getByRole("link", { name: "To the home page" }).click();
  await expect(visitor).toHaveURL(/\/$/);
  // These can be decoded, and name nothing that could be: trying again would not help.
  await visitor.goto("/members/a%00b");
  await expect(visitor.getByText(/^No member a/)).toBeVisible();
  await visitor.goto("/events?event=no-id");
  await expect(visitor.getByRole("dialog").getByText("No such event")).toBeVisible();
});
