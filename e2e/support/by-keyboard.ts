import AxeBuilder from "@axe-core/playwright";
import { expect, type Locator, type Page } from "@playwright/test";
import type { Role } from "../../server/vocabulary/roles.ts";
import { accountOf } from "./running-demo.ts";

/** Signs in as a person does who has no mouse. */
export async function signInByKeyboard(page: Page, role: Role): Promise<void> {
  const { login, password } = accountOf(role);
  await page.goto("/");
  await expect(page.getByLabel("Login", { exact: true })).toBeFocused();
  await page.keyboard.type(login);
  await page.keyboard.press("Tab");
  await page.keyboard.type(password);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("main").getByRole("heading", { level: 1 })).toBeVisible();
}

/** Presses a key until something has the focus. */
export async function goOnTo(target: Locator, key: "Tab" | "j"): Promise<void> {
  await expect(target).toBeVisible();
  for (let step = 0; step < 150; step += 1) {
    if (await target.evaluate((one) => one === document.activeElement)) return;
    await target.page().keyboard.press(key);
  }
  throw new Error(`${key} did not come to ${target}.`);
}

/** Asks axe for faults of the page as it stands. */
export async function expectAxeClean(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"])
    .analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target).join(" ")}`)).toEqual([]);
}
