import { expect, test } from "./support/test.ts";

const book = "그는 옛날에 ".repeat(11_500);

test("what strangers wrote keeps to itself, shows what cannot be seen, and folds when it is long", async ({
  page,
  context,
  owner,
  signInAs,
}) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const memberId = `strange-${Date.now()}`;
  const attributes = {
    device: { to: "Galaxy \u202eS24\u001b[2J\nforged" },
    model: { to: "הטלפון שלי" },
    devices: { to: 1 },
  };
  const [stored] = await owner<{ id: string }[]>`
    select event.record_member_event(${memberId}, 'device.registered', ${JSON.stringify(attributes)}::text::jsonb,
                                     ${JSON.stringify({ deviceId: "جهازي", note: book })}::text::jsonb) id`;
  await signInAs("analyst");
  await page.goto(`/events/${stored?.id}`);
  const main = page.getByRole("main");
  await expect(main.getByRole("heading", { level: 1 })).toContainText("Galaxy ‹U+202E›S24‹ESC›[2J‹LF›forged");
  const hebrew = main.getByText("הטלפון שלי", { exact: true }).first();
  await expect(hebrew).toHaveCSS("unicode-bidi", "isolate");

  const height = () => page.evaluate(() => document.documentElement.scrollHeight);
  expect(await height()).toBeLessThan(4000);
  const unfold = main.getByRole("button", { name: `Show all ${book.length.toLocaleString("en")} characters` });
  await unfold.click();
  await expect(main.getByRole("button", { name: "Fold" })).toHaveAttribute("aria-expanded", "true");
  expect(await height()).toBeLessThan(4500);
  await main.getByRole("button", { name: "Copy the value" }).click();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(book);
  await main.getByText("JSON", { exact: true }).click();
  const json = main.getByRole("region", { name: "JSON" });
  await expect(json).toContainText("characters; copy for all of them");
  expect((await json.textContent())?.length).toBeLessThan(5000);

  await page.goto(`/members/${memberId}`);
  const row = main.locator(`a[data-row][href*="${stored?.id}"]`).first();
  await expect(row).toContainText("Galaxy ‹U+202E›S24‹ESC›[2J‹LF›forged");
  await expect(row).toContainText("\u2068جهازي\u2069");
});
