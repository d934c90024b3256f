import { expect, test } from "./support/test.ts";

test("an admin stops a layer, sees an event that was never published, lets it go on and sees it repaired", async ({
  page,
  owner,
  signInAs,
}) => {
  await signInAs("admin");
  await page.goto("/publication");
  const internal = page
    .getByRole("region", { name: /Internal topic/ })
    .or(
      page
        .locator("section", { hasText: "Internal topic" })
        .filter({ has: page.getByRole("button", { name: /Stop sending/ }) }),
    )
    .first();
  await internal.getByRole("button", { name: /Stop sending/ }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Reason").fill("a test holds the detector");
  // A process stores its event and dies before it publishes.
  const [stored] = await owner<{ id: string }[]>`
    select event_id id from event.store_application_event('m-missed', 'member.login-failed',
      '{"reason": {"to": "wrong-password"}}', '{"deviceId": "d-missed", "ip": "203.0.113.77"}')`;
  if (!stored) throw new Error("nothing was stored");
  await dialog.getByRole("button", { name: "Stop: Internal topic" }).click();
  await expect(
    page
      .getByRole("main")
      .getByText(/stopped by/)
      .first(),
  ).toBeVisible();

  await expect(
    page
      .getByRole("main")
      .getByText(/waiting over/)
      .first(),
  ).toBeVisible();
  await expect
    .poll(
      async () =>
        (await owner`select from event.pending where event_id = ${stored.id} and next_at < clock_timestamp()`).length,
    )
    .toBe(1);

  const banner = page.getByText(/a test holds the detector/);
  await page.goto("/events?publication=waiting&publication=parked");
  await expect(banner).toBeVisible();
  await page.locator(`a[href*="${stored.id}"]`).first().click();
  await expect(page.getByRole("main").getByText(/Waits for the internal topic/)).toBeVisible();

  // Whoever answers members is told on every page as well, with the reason.
  await signInAs("agent");
  await page.goto("/members");
  await expect(banner).toBeVisible();
  await signInAs("admin");

  await page.goto("/publication");
  await page
    .getByRole("button", { name: /Resume sending/ })
    .first()
    .click();
  await page.getByRole("dialog").getByRole("button", { name: "Resume: Internal topic" }).click();
  await expect(page.getByRole("main").getByText(/stopped by/)).toHaveCount(0);
  await expect(banner).toHaveCount(0);

  await expect
    .poll(async () => (await owner`select from event.publication where event_id = ${stored.id} and layer = 1`).length)
    .toBe(1);
  await page.goto(`/events/${stored.id}`);
  await expect(
    page.getByRole("main").getByText("Missed, sent again to the internal topic by the detector").first(),
  ).toBeVisible();
  await expect(
    page.getByRole("main").getByText("Published: the recorder received it from the internal topic"),
  ).toBeVisible();
  await page.goto("/publication");
  const found = page.locator("section", { hasText: "Found by the detector" });
  await expect(found.locator(`a[href="/events/${stored.id}"]`)).toBeVisible();
  await expect(found.getByText(/repaired/).first()).toBeVisible();
  const acts = await owner`
    select act, reason from staff.access_record where act like 'publication.%' and at > clock_timestamp() - interval '2 minutes' order by at`;
  expect(acts).toEqual([
    { act: "publication.stop", reason: "a test holds the detector" },
    { act: "publication.resume", reason: null },
  ]);
});

test("an admin gives a parked event another try, with a reason, and it is published", async ({
  page,
  owner,
  signInAs,
}) => {
  const [stored] = await owner<{ id: string }[]>`
    select event_id id from event.store_application_event('m-parked', 'member.login-failed',
      '{"reason": {"to": "wrong-password"}}', '{"deviceId": "d-parked", "ip": "203.0.113.78"}')`;
  if (!stored) throw new Error("nothing was stored");
  await owner`
    update event.pending set parked_at = clock_timestamp(), attempts = 10, last_error = 'AuthorizationError'
     where event_id = ${stored.id} and layer = 1`;
  await signInAs("admin");
  await page.goto("/publication");
  await page.getByRole("main").getByRole("button", { name: "Try again …" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Reason").fill("the topic's policy was mended");
  await dialog.getByRole("button", { name: "Try 1 again" }).click();
  await expect(dialog).toHaveCount(0);
  await expect(page.getByRole("main").getByRole("button", { name: "Try again …" })).toHaveCount(0);
  await expect
    .poll(async () => (await owner`select from event.publication where event_id = ${stored.id} and layer = 1`).length)
    .toBe(1);
});
