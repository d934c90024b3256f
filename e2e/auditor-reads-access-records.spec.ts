import AxeBuilder from "@axe-core/playwright";
import { accountOf } from "./support/running-demo.ts";
import { expect, test } from "./support/test.ts";

test("an auditor sees who opened a member and what was refused, and that this was looked at", async ({
  page,
  owner,
  signInAs,
}) => {
  const [member] = await owner<{ id: string }[]>`select id from member.member order by id desc limit 1`;
  const memberId = member?.id ?? "";
  await signInAs("agent");
  await page.goto(`/members/${memberId}`);
  await expect(page.getByRole("heading", { level: 1 })).toContainText(memberId);
  await page.goto("/access-records");
  await expect(page.getByRole("main").getByText("Not open to your role")).toBeVisible();

  await signInAs("auditor");
  await page.goto("/");
  await page.getByRole("main").getByRole("link", { name: "To the access records" }).click();
  await page.getByLabel("Member ID, whole").fill(memberId);
  await page.getByLabel("Login, whole").fill(accountOf("agent").login);
  await page.getByRole("button", { name: "Show" }).click();
  await expect(page).toHaveURL(/\/access-records\?member=/);
  const rows = page.getByRole("main").getByRole("row");
  await expect(rows.filter({ hasText: "Opened a member" }).first()).toContainText(memberId);
  await expect(rows.filter({ hasText: "Opened a member" }).first()).toContainText("shown");
  // What was asked for stands in words, not as JSON.
  await expect(rows.filter({ hasText: "Read a member's timeline" }).first()).toContainText(/events: \d/);

  await page.getByRole("button", { name: "Clear all" }).click();
  await expect(page).toHaveURL(/\/access-records$/);
  const own = rows.filter({ hasText: accountOf("auditor").login });
  await page.getByLabel("Member ID, whole").fill(memberId);
  await page.getByRole("button", { name: "Show" }).click();
  await expect(own.filter({ hasText: "Read access records" }).first()).toBeVisible();
});

test("an auditor narrows the records to a period, which stands in the address and can be taken away", async ({
  page,
  signInAs,
}) => {
  await signInAs("auditor");
  await page.goto("/access-records");
  await page.getByLabel("Staff login, whole").fill(accountOf("auditor").login);
  await page.getByRole("button", { name: "Period", exact: true }).click();
  await page.getByRole("button", { name: "Last 7 days" }).click();
  await expect(page).toHaveURL(/login=.*&from=/);
  const rows = page.getByRole("main").getByRole("row");
  await expect(rows.filter({ hasText: accountOf("auditor").login }).first()).toBeVisible();
  await page.getByRole("button", { name: "Any time" }).click();
  await expect(page).not.toHaveURL(/from=/);
  await page.goto(`/access-records?from=2026-01-01T00:00:00Z&to=2026-01-02T00:00:00Z`);
  await expect(page.getByRole("main").getByText("No access record matches")).toBeVisible();
});

test("an auditor reads in words what was refused and which records were read", async ({
  page,
  context,
  owner,
  signInAs,
  baseURL,
}) => {
  const url = baseURL ?? "";
  const [event] = await owner<{ id: string }[]>`select id from event.member_event order by id desc limit 1`;
  await signInAs("agent");
  const order = { eventId: event?.id, layer: "internal", target: "ALL", reason: "I would like to" };
  const refused = await page.request.post("/api/trpc/republish.create", {
    data: { idempotencyKey: crypto.randomUUID(), ...order },
    headers: { origin: url },
  });
  expect(refused.status()).toBe(403);
  await signInAs("analyst");
  await page.goto("/records/login-history");
  await expect(page.getByRole("main").getByRole("row").nth(1)).toBeVisible();

  await signInAs("auditor");
  const rows = page.getByRole("main").getByRole("row");
  for (const { locale, tried, view } of [
    { locale: "en", tried: "Tried to order a republish", view: "record view: Login history" },
    { locale: "ko", tried: "재발행 요청 시도", view: "기록 종류: 로그인 이력" },
  ]) {
    await context.addCookies([{ name: "memberscope_locale", value: locale, url }]);
    await page.goto(`/access-records?login=${accountOf("agent").login}`);
    await expect(rows.filter({ hasText: tried }).first()).toBeVisible();
    await expect(rows.filter({ hasText: "republish.create" })).toHaveCount(0);
    await page.goto(`/access-records?login=${accountOf("analyst").login}`);
    await expect(rows.filter({ hasText: view }).first()).toBeVisible();
  }

  // At 390 px the columns' names stand in the row.
  await page.setViewportSize({ width: 390, height: 900 });
  for (const name of ["누가", "무엇을", "결과"]) {
    await expect(rows.nth(1).getByText(name, { exact: true }).filter({ visible: true })).toBeVisible();
  }
});

for (const [width, locale, theme] of [
  [1440, "en", "light"],
  [390, "ko", "dark"],
] as const) {
  test(`the access records are in order at ${width} px`, async ({ page, context, signInAs, baseURL }) => {
    const url = baseURL ?? "";
    await context.addCookies([
      { name: "memberscope_locale", value: locale, url },
      { name: "memberscope_theme", value: theme, url },
    ]);
    await page.setViewportSize({ width, height: 900 });
    // A look that shows many members at once.
    await signInAs("analyst");
    await page.goto("/records/login-history");
    await expect(page.getByRole("main").getByRole("row").nth(5)).toBeVisible();
    await signInAs("auditor");
    for (const path of [
      "/",
      "/access-records",
      "/access-records?member=nobody-asked-for-this",
      "/access-records/review",
    ]) {
      await page.goto(path);
      await page.waitForLoadState("networkidle");
      const { violations } = await new AxeBuilder({ page })
        .withTags(["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"])
        .analyze();
      expect
        .soft(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target).join(" ")}`))
        .toEqual([]);
      const overflow = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect.soft(overflow, `${path} scrolls sideways`).toBeLessThanOrEqual(0);
    }
  });
}
