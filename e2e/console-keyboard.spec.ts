import type { Request } from "@playwright/test";
import type { Sql } from "postgres";
import { expect, test } from "./support/test.ts";

/** A member with rows to walk, of whom nothing new is told while the test runs. */
async function findBusyMember(owner: Sql): Promise<string> {
  const [busy] = await owner<{ id: string }[]>`
    select member_id as id from event.member_event group by 1 having count(*) >= 5 order by max(id::text) limit 1`;
  if (!busy) throw new Error("the demo has no member with five events");
  return busy.id;
}

test("Ctrl-K opens the palette without fetching anything, so that it takes what is typed at once", async ({
  page,
  signInAs,
}) => {
  const scripts: string[] = [];
  let underway = 0;
  page.on("request", (request) => {
    if (request.resourceType() !== "script") return;
    scripts.push(request.url());
    underway += 1;
  });
  const ended = (request: Request) => {
    if (request.resourceType() === "script") underway -= 1;
  };
  page.on("requestfinished", ended);
  page.on("requestfailed", ended);
  await signInAs("analyst");
  // A page that draws nothing late: a late part's scripts are no palette's.
  await page.goto("/settings");
  // Once the page takes keys, the palette's scripts have been asked for.
  await expect(async () => {
    await page.keyboard.press("?");
    await expect(page.getByRole("dialog")).toBeVisible({ timeout: 1000 });
  }).toPass();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await expect.poll(() => underway).toBe(0);
  const before = scripts.length;
  await page.keyboard.press("Control+k");
  await expect(page.getByRole("dialog").getByRole("combobox")).toBeFocused();
  expect(scripts.slice(before), "scripts fetched to open the palette").toEqual([]);
});

test("j and k walk the rows of a member and of the events, with the keyboard in Korean, too", async ({
  page,
  owner,
  signInAs,
}) => {
  const memberId = await findBusyMember(owner);
  await signInAs("analyst");
  for (const path of [`/members/${memberId}`, "/events"]) {
    await page.goto(path);
    const rows = page.getByRole("main").locator("a[data-row]");
    await expect(rows.nth(2)).toBeVisible();
    // The first press may come before the list takes keys.
    await expect(async () => {
      await page.evaluate(() => document.activeElement instanceof HTMLElement && document.activeElement.blur());
      await page.keyboard.press("j");
      await expect(rows.nth(0)).toBeFocused({ timeout: 1000 });
    }).toPass();
    await page.keyboard.press("j");
    await expect(rows.nth(1)).toBeFocused();
    await page.keyboard.press("k");
    await expect(rows.nth(0)).toBeFocused();
    await page.evaluate(() => {
      const hangul = { key: "ㅓ", code: "KeyJ", bubbles: true };
      document.activeElement?.dispatchEvent(new KeyboardEvent("keydown", hangul));
    });
    await expect(rows.nth(1)).toBeFocused();
    await page.keyboard.press("Enter");
    await expect(page.getByRole("dialog", { name: "Event", exact: true })).toBeVisible();
  }
});

test("whoever goes on with j in the drawer and leaves it is at the row that was shown last", async ({
  page,
  owner,
  signInAs,
}) => {
  const memberId = await findBusyMember(owner);
  await signInAs("agent");
  await page.goto(`/members/${memberId}`);
  const rows = page.getByRole("main").locator("a[data-row]");
  await rows.first().focus();
  await page.keyboard.press("Enter");
  const drawer = page.getByRole("dialog", { name: "Event", exact: true });
  await expect(drawer.getByRole("heading", { level: 2 })).toBeVisible();
  for (const at of [1, 2]) {
    const href = await rows.nth(at).getAttribute("href");
    await page.keyboard.press("j");
    await expect(drawer).toContainText(new URLSearchParams(href ?? "").get("event") ?? "an event");
  }
  // Twice before anything is drawn.
  await page.evaluate(() => {
    const press = () => new KeyboardEvent("keydown", { key: "j", bubbles: true });
    for (let n = 0; n < 2; n += 1) document.activeElement?.dispatchEvent(press());
  });
  const fourth = await rows.nth(4).getAttribute("href");
  await expect(drawer).toContainText(new URLSearchParams(fourth ?? "").get("event") ?? "an event");
  await page.keyboard.press("Escape");
  await expect(drawer).toHaveCount(0);
  await expect(rows.nth(4)).toBeFocused();
});

test("after a look-up in the palette the heading of the page has the focus, from where a screen reader tells it", async ({
  page,
  owner,
  signInAs,
}) => {
  const memberId = await findBusyMember(owner);
  const [seen] = await owner<{ device: string }[]>`
    select device_id as device from event.member_event where device_id is not null order by id desc limit 1`;
  await signInAs("analyst");
  await page.goto("/publication");
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  for (const { text, heading, title } of [
    { text: memberId, heading: memberId, title: /^Member/ },
    { text: seen?.device ?? "", heading: "Events", title: /^Events/ },
  ]) {
    const field = page.getByRole("dialog").getByRole("combobox");
    await expect(async () => {
      await page.keyboard.press("Control+k");
      await expect(field).toBeFocused({ timeout: 1000 });
    }).toPass();
    await field.fill(text);
    await page.keyboard.press("Enter");
    const onPage = page.getByRole("heading", { level: 1 });
    await expect(onPage).toContainText(heading);
    await expect(onPage).toBeFocused();
    await expect(page.getByRole("dialog")).toHaveCount(0);
    await expect(page).toHaveTitle(title);
  }
});
