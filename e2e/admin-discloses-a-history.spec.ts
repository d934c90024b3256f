import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { accountOf } from "./support/running-demo.ts";
import { expect, test } from "./support/test.ts";

const why = "Fraud case of the marketplace";

test("one admin asks for a member's history, another approves, and the ledger keeps what was given", async ({
  page,
  owner,
  signInAs,
}) => {
  const [member] = await owner<{ id: string }[]>`select id from member.member order by id limit 1`;
  const memberId = member?.id ?? "";
  const main = page.getByRole("main");
  const row = main.getByRole("listitem").filter({ hasText: why });
  await signInAs("admin");
  await page.goto("/files");
  await main.getByRole("button", { name: "Disclose" }).click();
  const dialog = page.getByRole("dialog");
  const send = dialog.getByRole("button", { name: "Ask for the disclosure" });
  await dialog.getByLabel("Member ID").fill(memberId);
  await dialog.getByLabel("From", { exact: true }).fill("2024-01-01");
  await dialog.getByLabel("Until", { exact: true }).fill("today");
  await dialog.getByLabel("Legal basis").selectOption("court-order");
  await dialog.getByLabel("Request number").fill("2026-1234");
  await dialog.getByLabel("Given to").fill("Mapo Police, cyber unit");
  await expect(send).toBeDisabled();
  await dialog.getByLabel("Reason").fill(why);
  await send.click();
  await expect(dialog).toBeHidden();
  await expect(row).toContainText(memberId);
  await expect(row).toContainText("Court order");
  await expect(row.getByRole("button", { name: "Approve" })).toHaveCount(0);

  await signInAs("admin", 1);
  await page.goto("/files");
  await row.getByRole("button", { name: "Approve" }).click();
  await expect(row).toContainText("Ready");

  await signInAs("admin");
  await page.goto("/files");
  const download = page.waitForEvent("download");
  await row.getByRole("button", { name: "Download" }).click();
  const file = await download;
  expect(file.suggestedFilename()).toMatch(/^disclosure-2026-1234-.*\.zip$/);
  const archive = await readFile(await file.path());
  const sha256 = createHash("sha256").update(archive).digest("hex");
  await expect(row).toContainText("Taken");

  await signInAs("auditor");
  await page.goto("/files");
  await expect(row).toContainText(sha256);
  await expect(row).toContainText(`${accountOf("admin", 1).login} approved`);
  await expect(main.getByRole("button", { name: "Disclose" })).toHaveCount(0);
  await expect(row.getByRole("button", { name: "Download" })).toHaveCount(0);
});
