import AxeBuilder from "@axe-core/playwright";
import type { Page, TestInfo } from "@playwright/test";
import type { Sql } from "postgres";
import { expect, test } from "./test.ts";

/** How somebody looks at the console. */
type Look = { name: string; width: number; theme: "light" | "dark"; locale: "en" | "ko" };

/** Declares the test that walks every page in one look: no serious fault of accessibility, nothing that scrolls sideways. */
export function testEveryPage({ name, width, theme, locale }: Look): void {
  test(`every page is in order: ${name}`, async ({ page, context, owner, signInAs, baseURL }, info) => {
    test.setTimeout(1_200_000);
    const url = baseURL ?? "";
    await context.addCookies([
      { name: "memberscope_locale", value: locale, url },
      { name: "memberscope_theme", value: theme, url },
    ]);
    await page.setViewportSize({ width, height: 900 });
    await page.goto("/sign-in");
    await check(page, "/sign-in", info);
    await signInAs("admin");
    await orderJob(page, owner, url);
    // A stream lasts as long as its page, which would never come to rest: these pages ask again and again instead.
    await page.route(/\/api\/trpc\/[\w.]*follow$/, (route) => route.fulfill({ body: "" }));
    for (const path of await addresses(owner)) {
      // The page for what does not exist answers 404, which a browser calls an error.
      if (path === "/no-such-page") continue;
      await page.goto(path);
      await expect(page.getByRole("main")).toBeVisible();
      await expect(page.locator("html")).toHaveAttribute("lang", locale);
      await page.waitForLoadState("networkidle");
      await check(page, path, info);
    }
  });
}

/** A job to look at, of the oldest event that went outside. */
async function orderJob(page: Page, owner: Sql, origin: string): Promise<void> {
  const [event] = await owner<{ id: string }[]>`
    select event_id id from event.publication where layer = 2 order by event_id limit 1`;
  const selection = { eventIds: [event?.id] };
  const order = { selection, layer: "external", target: "family-account", reason: "its page is looked at" };
  const answer = await page.request.post("/api/trpc/republish.create", {
    data: { idempotencyKey: crypto.randomUUID(), ...order },
    headers: { origin },
  });
  expect(answer.status(), await answer.text()).toBe(200);
}

async function addresses(owner: Sql): Promise<string[]> {
  const [found] = await owner<{ member: string; event: string; device: string }[]>`
    select member_id member, (array_agg(id order by id desc))[1] event, max(device_id) device from event.member_event
     where member_id in (select id from member.member) group by 1 order by count(*) desc limit 1`;
  const [job] = await owner<{ id: string }[]>`select id from republish.job order by id desc limit 1`;
  return [
    "/",
    "/members",
    "/settings",
    "/settings/staff",
    "/settings/tokens",
    "/settings/thresholds",
    "/settings/history",
    `/members/${found?.member}`,
    `/members/${found?.member}?event=${found?.event}`,
    "/members/no-such-member",
    `/members/${found?.member}?tab=records`,
    `/members/${found?.member}?tab=state&at=${encodeURIComponent(new Date().toISOString())}`,
    "/records",
    "/records/import",
    "/records/login-history",
    "/records/login-history?member=no-such-member",
    "/events",
    "/events?device=no-such-device",
    "/events/sequences",
    "/events/watches",
    "/settings/hosts",
    "/settings/erasures",
    "/events/sequences?by=member&within=1h&1.action=member.login-failed&1.times=2&2.action=member.logged-in",
    `/events/${found?.event}`,
    "/links",
    `/links?${new URLSearchParams({ device: found?.device ?? "" })}`,
    `/links?${new URLSearchParams({ member: found?.member ?? "" })}`,
    "/links?device=no-such-device",
    "/files",
    "/catalog",
    "/catalog/member.joined",
    "/catalog/member.joined?version=1",
    "/catalog/no-such.action",
    "/publication",
    "/publication/dead-letters",
    "/republish",
    `/republish/new?member=${found?.member}`,
    "/subscribers",
    "/subscribers/family-account",
    "/events?policy=",
    `/events?policy=${encodeURIComponent('{"action": ["member.joined"]}')}`,
    `/events?policy=${encodeURIComponent('{"action": "member.joined"}')}`,
    `/republish/${job?.id}`,
    "/no-such-page",
  ];
}

async function check(page: Page, path: string, info: TestInfo) {
  const { violations } = await new AxeBuilder({ page })
    .withTags(["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"])
    .analyze();
  const serious = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
  expect
    .soft(
      serious.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target).join(" ")}`),
      path,
    )
    .toEqual([]);
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect.soft(overflow, `${path} scrolls sideways`).toBeLessThanOrEqual(0);
  await page.screenshot({ path: info.outputPath(`${path.replaceAll(/[^a-z0-9]+/gi, "-")}.png`) });
}
