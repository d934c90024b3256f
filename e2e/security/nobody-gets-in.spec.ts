import { expect, test } from "../support/test.ts";

test("without a session every page leads to sign-in and shows nothing, in every form Next asks for it", async ({
  playwright,
  baseURL,
  owner,
}) => {
  const [known] = await owner<{ member: string; event: string }[]>`
    select member_id member, (array_agg(id order by id desc))[1] event from event.member_event
     where member_id in (select id from member.member) group by 1 order by count(*) desc limit 1`;
  if (!known) throw new Error("the demo has no members");
  const pages = [
    "/",
    "/members",
    `/members/${known.member}`,
    "/events",
    "/events/sequences",
    "/events/watches",
    `/events/${known.event}`,
    "/records",
    "/records/login-history",
    "/files",
    "/catalog",
    "/catalog/member.joined",
    "/publication",
    "/publication/dead-letters",
    "/republish",
    "/subscribers",
    "/access-records",
    "/access-records/review",
    "/settings",
    "/settings/staff",
    "/settings/tokens",
    "/settings/history",
    "/settings/erasures",
    "/subscribers/family-account",
  ];
  const forms: Record<string, string>[] = [
    {},
    { rsc: "1" },
    { rsc: "1", "next-router-prefetch": "1" },
    { rsc: "1", "next-router-segment-prefetch": "/_tree" },
    { "x-middleware-subrequest": "proxy:proxy:proxy:proxy:proxy" },
  ];
  const nobody = await playwright.request.newContext({ baseURL: baseURL ?? "" });
  for (const path of pages) {
    for (const headers of forms) {
      const answer = await nobody.get(path, { headers, maxRedirects: 0 });
      const body = await answer.text();
      const label = `${path} ${JSON.stringify(headers)} ${answer.status()}`;
      // A redirect as such, or inside a streamed answer; never what the page holds for staff.
      expect.soft(answer.status() === 307 || body.includes("/sign-in"), label).toBe(true);
      // What stands in the address comes back with it; everything else would have been read.
      const secrets = [known.event, known.member, "occurredAt"].filter((secret) => !path.includes(secret));
      for (const secret of secrets) expect.soft(body.includes(secret), `${label} shows ${secret}`).toBe(false);
    }
  }
  await nobody.dispose();
});

test("a session that was ended opens nothing any more", async ({ page, signInAs, owner }) => {
  await signInAs("analyst");
  await page.goto("/events");
  await expect(page.getByRole("heading", { name: "Events" })).toBeVisible();
  // An open page would ask on its own, and leave for the sign-in by itself.
  await page.goto("about:blank");
  await owner`update staff.session set ended_at = clock_timestamp() where ended_at is null and account_id in (select id from staff.account where role = 'analyst')`;
  await page.goto("/events");
  await expect(page).toHaveURL(/\/sign-in/);
});

test("another site's page can change nothing", async ({ page, signInAs, owner, baseURL }) => {
  await signInAs("admin");
  const before = await owner`select count(*)::int n from republish.job`;
  const target = `${baseURL}/api/trpc/publication.stop`;
  for (const type of [
    "text/plain",
    "multipart/form-data; boundary=x",
    "application/x-www-form-urlencoded",
    "application/json",
  ]) {
    const answer = await page.request.post(target, {
      data: Buffer.from('{"layer":"internal","reason":"forged from elsewhere"}'),
      headers: { "content-type": type, origin: "https://evil.example" },
    });
    expect([403, 415]).toContain(answer.status());
  }
  expect(await owner`select count(*)::int n from republish.job`).toEqual(before);
  expect(await owner`select from event.layer_control where stopped_at is not null`).toHaveLength(0);
});

test("wrong passwords are answered alike for known and unknown logins, and without script", async ({
  browser,
  baseURL,
}) => {
  const context = await browser.newContext({ javaScriptEnabled: false, baseURL: baseURL ?? "" });
  const page = await context.newPage();
  const answers: string[] = [];
  for (const login of ["daniel.auditor", "nobody.here"]) {
    await page.goto("/sign-in");
    await page.getByLabel("Login", { exact: true }).fill(login);
    await page.getByLabel("Password", { exact: true }).fill("not the password");
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    answers.push((await page.getByRole("alert").textContent()) ?? "");
  }
  expect(answers[0]).toContain("wrong");
  expect(answers[1]).toBe(answers[0]);
  await context.close();
});
