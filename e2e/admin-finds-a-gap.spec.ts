import type { Page } from "@playwright/test";
import { expect, test } from "./support/test.ts";

const WORKER_WRITES = "update (asking_until, state, fault, detail, event_ids, answered_at) on republish.held_answer";

/** The addresses of an earlier run stay registered: each test takes one of its own. */
async function registerHost(page: Page, origin: string): Promise<string> {
  const url = `https://held.example.com/${crypto.randomUUID()}`;
  const answer = await page.request.post("/api/trpc/hosts.register", {
    data: { purpose: "held-events", url },
    headers: { origin },
  });
  expect(answer.status(), await answer.text()).toBe(200);
  return url;
}

test("an admin has a host asked what a subscriber has, is told that no worker does, and plans the gap once it has answered", async ({
  page,
  owner,
  signInAs,
  baseURL,
}) => {
  await signInAs("admin");
  const url = await registerHost(page, baseURL ?? "");
  const from = new Date(Date.now() - 7 * 24 * 3_600_000).toISOString();
  const [member] = await owner<{ id: string; events: string[] }[]>`
    select e.member_id as id, array_agg(e.id::text order by e.id) as events from event.member_event e
     where e.origin = 0 and e.id > event.id_floor(${from}::timestamptz) group by 1 having count(*) between 3 and 40 order by count(*) desc limit 1`;
  const events = member?.events ?? [];
  await page.goto(`/republish/new?member=${member?.id}&from=${from}`);
  await page.getByLabel("Besides these conditions").selectOption("subscriber");
  await page.getByLabel("Subscriber", { exact: true }).selectOption("external-publisher");

  // As if no worker ran: none of them can take an ask.
  await owner.unsafe(`revoke ${WORKER_WRITES} from memberscope_worker`);
  try {
    await page.getByLabel("Or less what its host says it has").selectOption(url);
    await page.getByRole("button", { name: "Ask", exact: true }).click();
    await expect(page.getByText("The host is being asked …")).toBeVisible();
    await expect(page.getByText(/^No worker has asked the host for \d+ seconds/)).toBeVisible();
    await owner`
      update republish.held_answer a set state = 'answered', event_ids = ${events.slice(1)}::uuid[], answered_at = clock_timestamp()
        from staff.registered_host h where h.id = a.host_id and h.url = ${url}`;
    await expect(page.getByText(`It has ${events.length - 1} event`)).toBeVisible();
  } finally {
    await owner.unsafe(`grant ${WORKER_WRITES} to memberscope_worker`);
  }
  await page.getByRole("button", { name: "Plan", exact: true }).click();
  await expect(page.getByText("The plan")).toBeVisible();
  const left = await owner`
    select count(*)::int as n from event.member_event e
     where e.member_id = ${member?.id ?? ""} and e.origin = 0 and e.id > event.id_floor(${from}::timestamptz) and not e.id = any(${events.slice(1)}::uuid[])`;
  await page.getByLabel("Reason").fill("its host lacks these");
  await expect(page.getByRole("button", { name: new RegExp(`^Send ${left[0]?.n} events? to`) })).toBeVisible();

  // A worker is there again, and nobody answers under that name.
  await page.getByRole("button", { name: "Ask", exact: true }).click();
  await expect(page.getByText(/could not be reached|did not answer within/)).toBeVisible({ timeout: 60_000 });
});

test("a set that takes long is counted on, can be stopped, and then says everything; what came late is named and opens", async ({
  page,
  owner,
  signInAs,
}) => {
  const [member] = await owner<{ id: string; n: number }[]>`
    select e.member_id as id, count(*)::int as n from event.member_event e where e.origin = 0 group by 1 having count(*) > 3 order by 2 limit 1`;
  const memberId = member?.id ?? "";
  await signInAs("admin");
  // The first answer as a large set gives it: not counted. Everything after it is the server's own.
  await page.route(/republish\.plan(\?|$)/, async (route) => {
    if (route.request().postData()?.includes('"counted"')) return route.continue();
    const answer = await route.fetch();
    const body = await answer.json();
    const none = { count: null, members: null, deliveries: null, fanOut: [], warnings: [], samples: [], histogram: [] };
    Object.assign(body.result.data, none);
    return route.fulfill({ response: answer, json: body });
  });
  let holdCount = () => {};
  const held = new Promise<void>((resolve) => {
    holdCount = resolve;
  });
  await page.route(/republish\.countOn(\?|$)/, async (route) => {
    await held;
    await route.continue();
  });
  await page.goto(`/republish/new?member=${memberId}`);
  await page.getByLabel("Reason").fill("their batch lost these");
  await owner.begin(async (tx) => {
    await tx`select event.record_member_event(${memberId}, 'member.logged-in', '{"status": {"from": "logged-out", "to": "logged-in"}}')`;
    await page.getByRole("button", { name: "Plan", exact: true }).click();
    await expect(page.getByText(/^0 events counted so far/)).toBeVisible();
  });
  await page.getByRole("button", { name: "Stop counting" }).click();
  await expect(page.getByText(/^Counting has stopped/)).toBeVisible();
  holdCount();
  await page.getByRole("button", { name: "Count on" }).click();
  await expect(page.getByRole("button", { name: /^Send [\d,]+ events to everybody$/ })).toBeVisible();
  await expect(page.getByText(/^1 more event matches, but was committed after the plan/)).toBeVisible();
  await page.getByText("Show it", { exact: true }).click();
  const late = page.getByRole("status").filter({ hasText: "1 more event matches" });
  await expect(late.getByRole("link").first()).toBeVisible();
});
