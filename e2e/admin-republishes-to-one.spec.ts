import { expect, test } from "./support/test.ts";

test("an admin sends one event again to the family account, and only it and the recorder receive it", async ({
  page,
  owner,
  signInAs,
}) => {
  const [event] = await owner<{ id: string }[]>`
    select e.id from event.member_event e join event.action a on a.id = e.action_id join event.publication p on p.event_id = e.id and p.layer = 2
     where a.name = 'identity-verification.removed' and not exists (select from event.inbox i where i.event_id = e.id and i.delivery <> 'live')
     order by e.id desc limit 1`;
  if (!event) throw new Error("the demo has no removed identity verification");
  await signInAs("admin");
  await page.goto(`/events/${event.id}`);
  await page.getByRole("button", { name: /^Republish/ }).click();
  const dialog = page.getByRole("dialog");
  const send = dialog.getByRole("button", { name: "Choose to whom" });
  await expect(send).toBeDisabled();
  await expect(dialog.getByRole("button", { name: "Do not send" })).toBeFocused();
  await dialog.getByRole("radio", { name: /External/ }).check();
  await dialog.getByRole("radio", { name: /^family-account/ }).check();
  await dialog.getByLabel("Reason").fill("their batch lost it");
  await dialog.getByRole("button", { name: "Send this event to family-account" }).dblclick();

  await expect(page).toHaveURL(/\/republish\/[0-9a-f-]{36}/);
  const jobId = page.url().split("/").at(-1) ?? "";
  await expect(page.getByRole("main")).toContainText("their batch lost it");
  await expect
    .poll(async () => (await owner`select state from republish.item where job_id = ${jobId}`).map(({ state }) => state))
    .toEqual(["confirmed"]);
  await expect(page.getByRole("main")).toContainText("confirmed");
  await expect(page.getByRole("main").getByText("done").first()).toBeVisible();

  // The family account handled this delivery; no handler of ours was given it.
  await expect
    .poll(
      async () =>
        (await owner`select from family_account.inbox where event_id = ${event.id} and delivery = ${jobId}`).length,
    )
    .toBe(1);
  expect(await owner`select handler from event.inbox where event_id = ${event.id} and delivery = ${jobId}`).toEqual([]);
  // A double click is one order.
  expect(await owner`select count(*)::int n from republish.item where event_id = ${event.id}`).toEqual([{ n: 1 }]);
  await page.goto(`/events/${event.id}`);
  await expect(page.getByRole("main").getByText(/sent it again to family-account/)).toBeVisible();
});
