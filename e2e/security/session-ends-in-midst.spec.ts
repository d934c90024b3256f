import { expect, test } from "../support/test.ts";

test("whose session ends while they write keeps what is written and is led to sign in", async ({
  context,
  signInAs,
}) => {
  await signInAs("admin");
  // A page of its own: that the server refuses is an error in the browser's console.
  const page = await context.newPage();
  await page.goto("/publication");
  await page
    .getByRole("button", { name: /^Stop sending/ })
    .first()
    .click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("textbox").fill("the topic refuses us");
  await context.clearCookies({ name: "memberscope_session" });
  // The page asks how publication stands again and again; that must not take the dialog away.
  await page.waitForResponse((answer) => answer.url().includes("publication.status") && answer.status() === 401);
  await dialog.getByRole("button", { name: /^Stop:/ }).click();
  await expect(dialog.getByRole("alert")).toContainText("Your session has ended.");
  await expect(dialog.getByRole("textbox")).toHaveValue("the topic refuses us");
  await expect(dialog.getByRole("link", { name: /Sign in/ })).toHaveAttribute("target", "_blank");

  await dialog.getByRole("button", { name: "Cancel" }).click();
  await expect(page).toHaveURL(/\/sign-in\?ended=1&next=%2Fpublication$/);
  await expect(page.getByRole("status")).toHaveText(/Your session has ended/);
});

test("a look-up after the session ended says so, in the palette as on the page", async ({ context, signInAs }) => {
  await signInAs("agent");
  const page = await context.newPage();
  await page.goto("/");
  await page.waitForLoadState("networkidle");
  await context.clearCookies({ name: "memberscope_session" });
  await page.getByRole("main").getByRole("textbox").fill("010-0000-0000");
  // The page asks again and again whether other systems are late; that must not take away what is typed.
  await page.waitForResponse((answer) => answer.url().includes("publication.incident") && answer.status() === 401);
  await page.getByRole("button", { name: "Find", exact: true }).click();
  await expect(page.getByRole("main").getByRole("link", { name: /Sign in/ })).toBeVisible();
  await page.keyboard.press("Control+k");
  await page.keyboard.type("010-0000-0000");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog").getByRole("link", { name: /Sign in/ })).toBeVisible();
});
