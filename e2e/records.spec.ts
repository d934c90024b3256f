import { readFileSync } from "node:fs";
import type { Sql } from "postgres";
import { accountOf } from "./support/running-demo.ts";
import { expect, test } from "./support/test.ts";

/** A member whose phone number changed 40 days ago and again just now; the ids of both events. */
async function changePhoneTwice(owner: Sql, memberId: string): Promise<[string, string]> {
  const change = (from: string, to: string, daysAgo: number) => owner<{ id: string }[]>`
    select event.record_member_event(${memberId}, 'phone-number.changed',
      ${owner.json({ phoneNumber: { from, to } })}, '{"deviceId": "d-records", "channel": "web"}',
      occurred_at => clock_timestamp() - make_interval(days => ${daysAgo})) id`;
  const [first] = await change("010-2000-1111", "010-2000-2222", 40);
  const [second] = await change("010-2000-2222", "010-2000-3333", 0);
  if (!first || !second) throw new Error("nothing was stored");
  return [first.id, second.id];
}

/** The three events of a withdrawal that the family account objected to; their ids. A small demo world need not have one. */
async function objectToWithdrawal(owner: Sql, memberId: string) {
  type Told = { action: string; attributes: Record<string, { from?: string; to: string }>; channel: string };
  const tell = async ({ action, attributes, channel }: Told, story: string | null, cause: string | null) => {
    const [stored] = await owner<{ id: string }[]>`
      select event.record_member_event(${memberId}, ${action}, ${owner.json(attributes)}, ${owner.json({ channel })},
        correlation_id => ${story}, causation_id => ${cause}) id`;
    if (!stored) throw new Error("nothing was stored");
    return stored.id;
  };
  const until = new Date(Date.now() + 3_600_000).toISOString();
  const [active, requested] = ["active", "withdrawal-requested"];
  const wish = { membership: { from: active, to: requested }, objectionsUntil: { to: until } };
  const request = await tell({ action: "withdrawal.requested", attributes: wish, channel: "app" }, null, null);
  const why = { objector: { to: "family-account" }, reason: { to: "holds a family account that others are in" } };
  const objection = await tell(
    { action: "withdrawal.objected", attributes: why, channel: "service" },
    request,
    request,
  );
  const back = { membership: { from: requested, to: active }, reason: { to: "objection" } };
  const takenBack = await tell(
    { action: "withdrawal.taken-back", attributes: back, channel: "schedule" },
    request,
    objection,
  );
  return { objection, takenBack };
}

async function accessOf(owner: Sql, role: "agent" | "analyst", memberId: string) {
  return owner<{ act: string; reason: string | null }[]>`
    select act, reason from staff.access_record
     where act <> 'members.recent' and login = ${accountOf(role).login} and ${memberId} = any(member_ids) and at > clock_timestamp() - interval '2 minutes'`;
}

test("an agent reads a member's phone changes as the former record table, and the state a month ago", async ({
  page,
  owner,
  signInAs,
}) => {
  const memberId = `records-${Date.now()}`;
  const [first, second] = await changePhoneTwice(owner, memberId);
  await signInAs("agent");
  await page.goto(`/members/${memberId}`);
  await page.getByRole("link", { name: "Records", exact: true }).click();
  await page.getByRole("navigation", { name: "Record views" }).getByRole("link", { name: /phone/i }).click();

  const rows = page.getByRole("main").locator("tbody tr");
  await expect(rows).toHaveCount(2);
  await expect(rows.nth(0).locator(`a[href*="${second}"]`)).toBeVisible();
  await expect(rows.nth(0)).toContainText("3333");
  await expect(rows.nth(1)).toContainText("1111");
  // Masked, as they were stored.
  await expect(page.getByText("010-2000-3333")).toHaveCount(0);
  await page.getByRole("button", { name: "Time", exact: true }).click();
  await expect(rows.nth(0)).toContainText("1111");

  await rows.nth(0).getByRole("link").first().click();
  await expect(page.getByRole("dialog", { name: "Event" })).toContainText(first);
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await expect(page.getByRole("button", { name: /Export CSV/ })).toBeDisabled();

  await page.getByRole("link", { name: "State at", exact: true }).click();
  const phone = page.getByRole("row", { name: /phone/i });
  await expect(phone).toContainText("3333");
  await page.getByRole("button", { name: "A month ago" }).click();
  await expect(phone).toContainText("2222");
  await expect(page.getByRole("main").getByText("unknown", { exact: true }).first()).toBeVisible();
  await phone.getByRole("link").first().click();
  await expect(page.getByRole("dialog", { name: "Event" })).toContainText(first);

  const acts = new Set((await accessOf(owner, "agent", memberId)).map(({ act }) => act));
  expect([...acts].sort()).toEqual(["event.show", "member.profile", "member.state", "member.timeline", "records.read"]);
});

test("an analyst exports a member's rows of a view, and the export is recorded with its reason", async ({
  page,
  owner,
  signInAs,
}) => {
  const memberId = `export-${Date.now()}`;
  await changePhoneTwice(owner, memberId);
  await signInAs("analyst");
  await page.goto("/records");
  await page.getByRole("main").getByRole("link", { name: /phone/i }).first().click();
  await expect(page).toHaveURL(/\/records\/[a-z-]+$/);
  await page.getByRole("button", { name: "Add filter" }).click();
  await page.getByLabel("Condition about").selectOption({ label: "Member" });
  await page.getByLabel("The member's ID, whole").fill(memberId);
  await page.getByRole("button", { name: "Apply" }).click();
  await expect(page.getByRole("main").locator("tbody tr")).toHaveCount(2);

  await page.getByRole("button", { name: /Export CSV/ }).click();
  const dialog = page.getByRole("dialog", { name: "Export CSV" });
  await expect(dialog.getByRole("button", { name: "Cancel" })).toBeFocused();
  await dialog.getByLabel("Reason").fill("a test compares the file");
  const saved = page.waitForEvent("download");
  await dialog.getByRole("button", { name: "Download CSV" }).click();
  const file = await saved;
  expect(file.suggestedFilename()).toMatch(/\.csv$/);
  await expect(dialog.getByRole("status")).toContainText("2 rows");

  const lines = readFileSync(await file.path(), "utf8")
    .trim()
    .split(/\r?\n/);
  expect(lines).toHaveLength(3);
  expect(lines[1]).toContain(memberId);
  expect(lines[1]).toContain("3333");
  expect(lines[2]).toContain("1111");
  expect(lines.join("\n")).not.toContain("010-2000");

  expect(await accessOf(owner, "analyst", memberId)).toContainEqual({
    act: "records.export",
    reason: "a test compares the file",
  });
});

test("a withdrawal that was taken back is read as one story", async ({ page, owner, signInAs }) => {
  const story = await objectToWithdrawal(owner, `withdraws-${Date.now()}`);
  await signInAs("agent");
  await page.goto(`/events/${story.takenBack}`);
  const lines = page.getByRole("main").locator("section", { hasText: "Story" }).getByRole("listitem");
  await expect(lines.first()).toContainText("Asked to withdraw");
  await expect(lines.first()).toContainText("member");
  const takenBack = lines.filter({ hasText: "The withdrawal was taken back" }).first();
  await expect(takenBack).toHaveAttribute("aria-current", "true");
  await expect(takenBack).toContainText("automatic");
  await expect(takenBack).toContainText("takes back: Asked to withdraw");
  await lines.filter({ hasText: "objected to the withdrawal" }).first().getByRole("link").click();
  await expect(page).toHaveURL(new RegExp(story.objection));
});
