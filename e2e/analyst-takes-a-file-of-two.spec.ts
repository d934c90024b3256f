import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { accountOf } from "./support/running-demo.ts";
import { expect, test } from "./support/test.ts";

const why = "The yearly count of sign-ins by channel";

test("an analyst asks for all that match, an admin approves, and the file is taken once", async ({
  page,
  owner,
  signInAs,
}) => {
  const main = page.getByRole("main");
  await signInAs("analyst");
  await page.goto("/events?action=member.logged-in");
  await main.getByRole("button", { name: "Export", exact: true }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("radio", { name: /All that match/ }).check();
  await dialog.getByLabel("Reason").fill(why);
  await dialog.getByRole("button", { name: "Ask for the file" }).click();
  await expect(dialog.getByRole("status")).toContainText("A second person, an admin, has to approve it.");
  await dialog.getByRole("link", { name: "To the files" }).click();
  const row = main.getByRole("listitem").filter({ hasText: why });
  await expect(row).toContainText("Waits for a second person");
  await expect(row.getByRole("button", { name: "Approve" })).toHaveCount(0);

  await signInAs("admin");
  await page.goto("/files");
  await expect(row).toContainText(`${accountOf("analyst").login} asked`);
  await row.getByRole("button", { name: "Approve" }).click();
  await expect(row).toContainText("Ready");
  await expect(row.getByRole("button", { name: "Download" })).toHaveCount(0);

  await signInAs("analyst");
  await page.goto("/files");
  const download = page.waitForEvent("download");
  await row.getByRole("button", { name: "Download" }).click();
  const text = await readFile(await (await download).path());
  await expect(row).toContainText("Taken");
  await expect(row).toContainText(createHash("sha256").update(text).digest("hex"));
  const [count] = await owner<{ n: number }[]>`
    select count(*)::int as n from event.member_event where action_id = (select id from event.action where name = 'member.logged-in')`;
  const lines = text.toString().trimEnd().split("\r\n");
  // A row of names before them and the mark after them; the demo goes on meanwhile.
  expect(lines.length - 2).toBeGreaterThan(1000);
  expect(lines.length - 2).toBeLessThanOrEqual(count?.n ?? 0);
  expect(lines.at(-1)).toContain(
    `# exported by ${accountOf("analyst").login}, approved by ${accountOf("admin").login}, at `,
  );
  await expect(row.getByRole("button", { name: "Download" })).toHaveCount(0);
});
