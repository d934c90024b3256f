import { expect, test } from "./support/test.ts";

type OnDevice = { id: string; member_id: string; device_id: string; ip: string };

test("an analyst goes from an event to everything on its device and from its address; an agent is led nowhere", async ({
  page,
  owner,
  signInAs,
}) => {
  const [event] = await owner<OnDevice[]>`
    select id, member_id, device_id, context->>'ip' ip from event.member_event
     where device_id is not null and context ? 'ip' order by id desc limit 1`;
  if (!event) throw new Error("the demo has no event on a device");
  const main = page.getByRole("main");

  await signInAs("analyst");
  await page.goto(`/events/${event.id}`);
  await main.getByRole("link", { name: event.device_id, exact: true }).click();
  await expect(page).toHaveURL(`/events?${new URLSearchParams({ device: event.device_id })}`);
  await expect(main.locator(`a[href*="${event.id}"]`)).toBeVisible();

  await page.goBack();
  await main.getByRole("link", { name: event.ip, exact: true }).click();
  await expect(page).toHaveURL(`/events?${new URLSearchParams({ ip: event.ip })}`);
  await expect(main.locator(`a[href*="${event.id}"]`)).toBeVisible();

  await signInAs("agent");
  await page.goto(`/events/${event.id}`);
  await expect(main.getByText(event.ip, { exact: true })).toBeVisible();
  await expect(main.getByRole("link", { name: event.device_id, exact: true })).toHaveCount(0);
});
