import { join } from "node:path";
import { type Browser, expect } from "@playwright/test";
import postgres from "postgres";
import { accountOf, startedEnvironment } from "../support/running-demo.ts";

const picture = join(import.meta.dirname, "../../docs/console.png");

/**
 * Takes the picture of the console that the README shows: a member of the demo who has done much of late, as an admin sees it.
 *
 * @param place where the demo runs and keeps its data.
 */
export async function takeConsolePicture(
  browser: Browser,
  place: { baseURL: string; dataDirectory: string },
): Promise<void> {
  const { MIGRATE_DATABASE_URL } = startedEnvironment(place.dataDirectory);
  const memberId = await chooseMember(MIGRATE_DATABASE_URL ?? "");
  const context = await browser.newContext({
    ...{ baseURL: place.baseURL, locale: "en-US", timezoneId: "Asia/Seoul", viewport: { width: 1280, height: 800 } },
  });
  await context.addCookies([{ name: "memberscope_theme", value: "light", url: place.baseURL }]);
  const page = await context.newPage();
  const { login, password } = accountOf("admin");
  await page.request.post("/api/session", { data: { login, password }, headers: { origin: place.baseURL } });
  await page.goto(`/members/${memberId}`);
  await expect(page.locator("a[data-row]").first()).toBeVisible();
  await page.waitForLoadState("networkidle");
  await page.screenshot({ path: picture });
  await context.close();
}

/** Whoever has done the most different things in a week, so that the page has something to tell. */
async function chooseMember(url: string): Promise<string> {
  const owner = postgres(url, { max: 1, onnotice: () => {} });
  const [found] = await owner<{ member_id: string }[]>`
    select e.member_id from event.member_event e join event.action a on a.id = e.action_id join member.member m on m.id = e.member_id
     group by 1 having count(*) between 15 and 80
     order by count(distinct a.name) filter (where e.id >= event.id_floor(clock_timestamp() - interval '7 days')) desc, max(e.occurred_at) desc limit 1`;
  await owner.end();
  if (!found) throw new Error("The demo has no member to take a picture of.");
  return found.member_id;
}
