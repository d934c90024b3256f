import { expectAxeClean, goOnTo, signInByKeyboard } from "./support/by-keyboard.ts";
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

/** A device that several members have, one of whom is suspended. */
type Shared = { device: string; members: string[]; suspended: string; other: string };

test("an analyst finds by keyboard alone who else uses a device, and which of them are suspended", async ({
  page,
  owner,
}) => {
  const [shared] = await owner<Shared[]>`
    select e.device_id device, array_agg(distinct m.member_id) members, min(m.member_id) filter (where m.state = 'suspended') suspended,
           min(m.member_id) filter (where m.state <> 'suspended') other
      from event.member_event e join event.member_profile m on m.member_id = e.member_id
     where e.device_id is not null group by 1
    having count(distinct m.member_id) between 2 and 12 and bool_or(m.state = 'suspended') and bool_or(m.state <> 'suspended')
     order by 1 limit 1`;
  if (!shared) throw new Error("the demo has no device that a suspended member shares");
  const { keyboard } = page;
  await signInByKeyboard(page, "analyst");
  const main = page.getByRole("main");

  // From the search box to the events on the device, to one of them, and on to everybody who has it.
  await expect(main.getByRole("textbox")).toBeFocused();
  await keyboard.type(shared.device);
  await keyboard.press("Enter");
  await expect(page).toHaveURL(new RegExp(`/events\\?device=${shared.device}`));
  await expect(main.locator("a[data-row]").first()).toBeVisible();
  await expectAxeClean(page);
  await keyboard.press("j");
  await keyboard.press("Enter");
  const drawer = page.getByRole("dialog", { name: "Event", exact: true });
  await goOnTo(drawer.getByRole("link", { name: "Who else has it" }).first(), "Tab");
  await keyboard.press("Enter");

  await expect(page).toHaveURL(new RegExp(`/links\\?device=${shared.device}`));
  await expect(main.getByText(`${shared.members.length} members`).first()).toBeVisible();
  const table = main.getByRole("region", { name: "Who has it" }).or(main.locator("section")).first();
  const rowOf = (memberId: string) => table.getByRole("row").filter({ hasText: memberId }).first();
  await expect(rowOf(shared.suspended)).toContainText("suspended", { ignoreCase: true });
  await expect(rowOf(shared.other)).not.toContainText("suspended", { ignoreCase: true });
  await expectAxeClean(page);

  // The same by the page of links: two keys, the device, Enter.
  await keyboard.press("g");
  await keyboard.press("l");
  await expect(main.getByRole("textbox", { name: "Value" })).toBeFocused();
  await keyboard.type(shared.device);
  await keyboard.press("Enter");
  await expect(rowOf(shared.suspended)).toContainText("suspended", { ignoreCase: true });
  // And on to the suspended one.
  await goOnTo(table.getByRole("link", { name: shared.suspended, exact: true }).first(), "Tab");
  await keyboard.press("Enter");
  await expect(page).toHaveURL(`/members/${shared.suspended}`);
});

/** A published event that a policy has handled. */
type Published = { id: string; handler: string };

test("an analyst finds by keyboard alone whether an event was published and who received it", async ({
  page,
  owner,
}) => {
  const [event] = await owner<Published[]>`
    select e.id, i.handler from event.member_event e join event.inbox i on i.event_id = e.id
      join event.publication p on p.event_id = e.id and p.layer = 1 join event.publication x on x.event_id = e.id and x.layer = 2
     order by e.id desc limit 1`;
  if (!event) throw new Error("the demo has no event that is published and was handled");
  const { keyboard } = page;
  await signInByKeyboard(page, "analyst");
  const main = page.getByRole("main");
  await expect(main.getByRole("textbox")).toBeFocused();
  await keyboard.type(event.id);
  await keyboard.press("Enter");
  const hit = main.locator(`a[href*="${event.id}"]`).first();
  const published = main.getByText("Published: the recorder received it from the internal topic");
  await expect(hit.or(published).first()).toBeVisible();
  if (!page.url().includes(event.id)) {
    await goOnTo(hit, "Tab");
    await keyboard.press("Enter");
  }
  await expect(published).toBeVisible();
  await expect(main.getByText("Published: the recorder received it from the external topic")).toBeVisible();
  await expect(main.getByText(`Handled by ${event.handler}`).first()).toBeVisible();
  await expectAxeClean(page);
});
