import type { Page } from "@playwright/test";
import { accountOf } from "./support/running-demo.ts";
import { expect, test } from "./support/test.ts";

const why = "A request of the member by letter";

async function openErasure(page: Page, memberId: string) {
  await page.goto(`/members/${memberId}`);
  await page.getByRole("link", { name: "Erasure", exact: true }).click();
  await expect(page).toHaveURL(/\?tab=erasure$/);
}

async function giveCase(page: Page, send: string) {
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByRole("button", { name: send })).toBeDisabled();
  await dialog.getByLabel("Reason").fill(why);
  await dialog.getByLabel("Case number").fill("ER-2026/17");
  await dialog.getByRole("button", { name: send }).click();
  await expect(dialog).toBeHidden();
}

test("one admin asks, a legal hold stops it, another admin erases, and a tombstone stays", async ({
  page,
  owner,
  signInAs,
}) => {
  const [member] = await owner<{ id: string; phone: string }[]>`
    select m.id, m.phone from member.member m
     where exists (select from event.personal_value p where p.member_id = m.id) order by m.id limit 1`;
  if (!member) throw new Error("nobody has a personal value");
  const main = page.getByRole("main");

  await signInAs("admin");
  await openErasure(page, member.id);
  await expect(main.getByText("What goes")).toBeVisible();
  await expect(main.getByText(/\d+ clear personal values? with/)).toBeVisible();
  await main.getByRole("button", { name: "Ask for erasure" }).click();
  await giveCase(page, "Ask for erasure");
  await expect(main.getByText("You asked for it: another admin has to erase.")).toBeVisible();
  await expect(main.getByRole("button", { name: "Erase now" })).toBeDisabled();
  await main.getByRole("button", { name: "Place a legal hold" }).click();
  await giveCase(page, "Place the hold");
  await expect(main.getByText(`Under a legal hold that ${accountOf("admin").login} placed`)).toBeVisible();

  await signInAs("admin", 1);
  await page.goto("/settings/erasures");
  const row = main.getByRole("listitem").filter({ hasText: member.id });
  await expect(row).toContainText("Waits: legal hold");
  await row.getByRole("link", { name: member.id }).click();
  await expect(main.getByRole("button", { name: "Erase now" })).toBeDisabled();
  await main.getByRole("button", { name: "Lift the hold" }).click();
  await page.getByRole("dialog").getByLabel("Reason").fill("The investigation has ended");
  await page.getByRole("dialog").getByRole("button", { name: "Lift the hold" }).click();
  await main.getByRole("button", { name: "Erase now" }).click();
  await page
    .getByRole("dialog")
    .getByRole("button", { name: `Erase member ${member.id}` })
    .click();
  await expect(main.getByText(`Erased by ${accountOf("admin", 1).login}.`)).toBeVisible();
  await main.getByRole("link", { name: "The event that says so" }).click();
  await expect(main.getByText("The member was erased").first()).toBeVisible();

  const left = await owner`select from event.personal_value where member_id = ${member.id}`;
  expect(left).toHaveLength(0);
  const [profile] = await owner<{ phone: string }[]>`select phone from member.member where id = ${member.id}`;
  expect(profile?.phone).not.toBe(member.phone);
});

test("who may not erase sees no such part, and is refused the list", async ({ page, owner, signInAs }) => {
  const [member] = await owner<{ id: string }[]>`select id from member.member order by id desc limit 1`;
  await signInAs("analyst");
  await page.goto(`/members/${member?.id}?tab=erasure`);
  await expect(page.getByText('"tab" knows no "erasure". Write one of: timeline, records, state')).toBeVisible();
  await expect(page.getByRole("link", { name: "Erasure", exact: true })).toHaveCount(0);
  await page.goto("/settings/erasures");
  await expect(page.getByRole("main").getByText("Not open to your role")).toBeVisible();
});
