import { expect, test } from "./support/test.ts";

const pages = [
  "/",
  "/members",
  "/members/1",
  "/events",
  "/events/0199a2b4-7c1e-7d3a-9f00-1c2d3e4f5a6b",
  "/publication",
  "/republish",
];

test("without a session every page leads to sign-in, in every form Next asks for it", async ({
  playwright,
  baseURL,
}) => {
  const nobody = await playwright.request.newContext({ baseURL: baseURL ?? "" });
  const forms: Record<string, string>[] = [
    {},
    { rsc: "1" },
    { rsc: "1", "next-router-prefetch": "1" },
    { rsc: "1", "next-router-segment-prefetch": "/_tree" },
    { "x-middleware-subrequest": "proxy:proxy:proxy:proxy:proxy" },
  ];
  for (const path of pages) {
    for (const headers of forms) {
      const answer = await nobody.get(path, { headers, maxRedirects: 0 });
      const body = await answer.text();
      // A redirect as such, or inside a streamed answer; never the page's own data.
      expect
        .soft(
          answer.status() === 307 || body.includes("/sign-in"),
          `${path} ${JSON.stringify(headers)} ${answer.status()}`,
        )
        .toBe(true);
      expect.soft(body, path).not.toContain("Recent members");
    }
  }
  await nobody.dispose();
});

test("a session that was ended opens nothing any more", async ({ page, signInAs, owner }) => {
  await signInAs("analyst");
  await page.goto("/events");
  await expect(page.getByRole("heading", { name: "Events" })).toBeVisible();
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
