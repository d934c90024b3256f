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

test("what an address says and nobody understands is named, and shows no rows", async ({ page, signInAs }) => {
  await signInAs("analyst");
  const fault = page.getByRole("alert").filter({ hasText: "was not understood" });
  const rows = page.getByRole("main").locator("tbody tr");
  await page.goto("/records/login-history?membre=4711&from=2026-01-01");
  await expect(fault).toContainText('There is no condition "membre". There are member, from, to, order');
  await expect(fault).toContainText('"2026-01-01" is a date without time and zone');
  await expect(page.getByText("Not searched")).toBeVisible();
  await expect(rows).toHaveCount(0);
  await expect(page.getByRole("button", { name: /Export CSV/ })).toBeDisabled();
  await fault.getByRole("button", { name: "Go on without it" }).click();
  await expect(page).toHaveURL(/\/records\/login-history$/);
  await expect(rows.first()).toBeVisible();

  await signInAs("auditor");
  await page.goto("/access-records?login=nobody&to=yesterday");
  await expect(fault).toContainText('"to" takes a time, and "yesterday" is none');
  await expect(page.getByText("Not searched")).toBeVisible();
  await fault.getByRole("button", { name: "Go on without it" }).click();
  await expect(page).toHaveURL(/\/access-records\?login=nobody$/);
});

test("no page takes another part, layer, queue or version for the one that its address names", async ({
  page,
  owner,
  signInAs,
}) => {
  const [member] = await owner<{ id: string }[]>`select id from member.member order by id limit 1`;
  await signInAs("admin");
  const fault = page.getByRole("alert").filter({ hasText: "was not understood" });
  const main = page.getByRole("main");
  const named = [
    ["/republish/new?layer=outside&rate=fast", '"layer" knows no "outside". Write one of: internal, external'],
    ["/republish/new?target=nobody", '"target" knows no "nobody". Write one of: ALL, '],
    ["/events?policy={}&scope=body", '"scope" knows no "body". Write one of: MessageAttributes, MessageBody'],
    ["/events/watches?watch=no-such-watch", "This watch was deleted"],
    ["/events/watches?view=no-such-view", "This view was deleted"],
    ["/catalog/member.joined?version=99", '"version" knows no "99"'],
    ["/publication/dead-letters?queue=nobody", '"queue" knows no "nobody"'],
    ["/links?device=d-1&ip=203.0.113.9", '"ip" stands beside "device"'],
  ] as const;
  for (const [address, sentence] of named) {
    await page.goto(address);
    await expect(fault, address).toContainText(sentence);
  }
  await page.goto("/republish/new?member=4711&layer=outside");
  await expect(main.getByRole("button", { name: "Plan", exact: true })).toBeDisabled();
  await fault.getByRole("button", { name: "Go on without it" }).click();
  await expect(page).toHaveURL(/\/republish\/new\?member=4711$/);
  await expect(main.getByRole("button", { name: "Plan", exact: true })).toBeEnabled();

  const timeline = main.locator("a[data-row]");
  for (const [query, sentence] of [
    ["tab=reocrds", '"tab" knows no "reocrds". Write one of: timeline, records, state'],
    ["order=oldest&at=noon", 'There is no condition "order"'],
    ["beside=%25zz", '"beside": "%zz" cannot be read'],
  ] as const) {
    await page.goto(`/members/${member?.id}?${query}`);
    await expect(fault, query).toContainText(sentence);
    await expect(timeline).toHaveCount(0);
    await fault.getByRole("button", { name: "Go on without it" }).click();
    await expect(timeline.first()).toBeVisible();
    await expect(page).toHaveURL(/\/members\/[^?]+$/);
  }
});

test("an address too long for the console is answered with a page that says so", async ({ page, signInAs }) => {
  await signInAs("analyst");
  const values = Array.from({ length: 400 }, (_, n) => `member=${String(n).padStart(50, "m")}`).join("&");
  expect(values.length).toBeGreaterThan(20_000);
  await page.goto(`/events?${values}`);
  await expect(page.getByText("This address is too long")).toBeVisible();
  await expect(page.getByRole("main").locator("tbody tr")).toHaveCount(0);
  await page.getByRole("link", { name: "To the events" }).click();
  await expect(page).toHaveURL(/\/events$/);
  const program = await page.request.get(`/api/trpc/records.views?input=${"x".repeat(20_000)}`);
  expect(program.status()).toBe(414);
});
