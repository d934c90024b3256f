import { expect, test } from "./support/test.ts";

test("an agent may not republish: the button says why, and the server refuses too", async ({
  page,
  owner,
  signInAs,
  baseURL,
}) => {
  const [event] = await owner<{ id: string }[]>`select id from event.member_event order by id desc limit 1`;
  if (!event) throw new Error("no event");
  await signInAs("agent");
  await page.goto(`/events/${event.id}`);
  await expect(page.getByRole("button", { name: /^Republish/ })).toBeDisabled();
  await expect(page.getByRole("main").getByText("Only admins may republish.")).toBeVisible();

  const order = {
    idempotencyKey: crypto.randomUUID(),
    eventId: event.id,
    layer: "internal",
    target: "ALL",
    reason: "I would like to",
  };
  const answer = await page.request.post("/api/trpc/republish.create", {
    data: order,
    headers: { origin: baseURL ?? "" },
  });
  expect(answer.status()).toBe(403);
  expect(await answer.json()).toMatchObject({ error: { data: { refusal: "forbidden" } } });
  expect(await owner`select from republish.job where idempotency_key = ${order.idempotencyKey}`).toHaveLength(0);
});

test("an agent sees no menu entry that is not open, and a closed page says who may", async ({ page, signInAs }) => {
  await signInAs("agent");
  await page.goto("/");
  const menu = page.getByRole("navigation", { name: "Pages" });
  await expect(menu.getByRole("link")).toHaveText(["Home", "Members", "Catalog", "Settings"]);
  for (const path of ["/events", "/publication", "/republish"]) {
    await page.goto(path);
    await expect(page.getByRole("main").getByText("Not open to your role")).toBeVisible();
  }
});

test("an auditor is shown no member", async ({ page, signInAs, owner, baseURL }) => {
  const [member] = await owner<{ id: string }[]>`select id from member.member limit 1`;
  await signInAs("auditor");
  await page.goto(`/members/${member?.id}`);
  await expect(page.getByRole("main").getByText("Not open to your role")).toBeVisible();
  const answer = await page.request.post("/api/trpc/members.profile", {
    data: { memberId: member?.id },
    headers: { origin: baseURL ?? "" },
  });
  expect(answer.status()).toBe(403);
});
