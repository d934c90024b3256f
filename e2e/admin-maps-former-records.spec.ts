import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { gzipSync } from "node:zlib";
import AxeBuilder from "@axe-core/playwright";
import { startedEnvironment } from "./support/running-demo.ts";
import { expect, test } from "./support/test.ts";

const run = promisify(execFile);

const csv = [
  "record_no,created_at,user_id,ip_address,result,why",
  "1,2024-03-01 10:00:00,old-1,192.0.2.1,failed,wrong-password",
  "2,2024-03-01 11:00:00,old-1,192.0.2.1,ok,",
  "3,2024-03-02 10:00:00,old-2,192.0.2.2,failed,unknown-account",
  "",
].join("\n");
const fileOf = (name: string, content: string | Buffer) => ({
  name,
  mimeType: "application/octet-stream",
  buffer: Buffer.from(content),
});

test("an admin maps the columns of a file, sees its rows as events, keeps the mapping, and the host imports by it", async ({
  page,
  owner,
  signInAs,
}) => {
  const name = `old-logins-${crypto.randomUUID().slice(0, 8)}`;
  await signInAs("admin");
  await page.goto("/records/import");
  const main = page.getByRole("main");
  await main.getByLabel("CSV, JSON or JSON lines, packed by gzip or not").setInputFiles(fileOf(`${name}.csv`, csv));
  await expect(main.getByText("A table: 3 rows looked at, 6 columns.")).toBeVisible();
  await expect(main.getByLabel("Name of the source")).toHaveValue(name);
  await expect(main.getByLabel("The row's own id")).toHaveValue("record_no");
  await expect(main.getByLabel("Member", { exact: true })).toHaveValue("column user_id");
  await expect(main.getByLabel("Time", { exact: true })).toHaveValue("created_at");
  await expect(main.getByText("Still to be said: what rows become.")).toBeVisible();

  // What follows one field after the other is reached by Tab alone.
  const rule = main.getByRole("group", { name: "Rule 1" });
  const condition = rule.getByLabel("If", { exact: true });
  await condition.selectOption("result");
  await condition.focus();
  await page.keyboard.press("Tab");
  await expect(rule.getByLabel("is", { exact: true })).toBeFocused();
  await page.keyboard.type("failed");
  await page.keyboard.press("Tab");
  await expect(rule.getByLabel("it becomes")).toBeFocused();
  await rule.getByLabel("it becomes").selectOption("member.login-failed");
  await rule.getByLabel("reason: what it became").selectOption("column record_no");
  await expect(main.getByText("3 rows: 0 become events, 0 are left out, 3 are refused.")).toBeVisible();
  await rule.getByLabel("reason: what it became").selectOption("column why");
  await main.getByRole("button", { name: "Another rule" }).click();
  await expect(main.getByText("3 rows: 2 become events, 1 are left out, 0 are refused.")).toBeVisible();
  await expect(main.getByText("Line 2 becomes")).toBeVisible();
  await expect(main.getByText('"to": "wrong-password"')).toBeVisible();

  const { violations } = await new AxeBuilder({ page })
    .withTags(["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"])
    .analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target).join(" ")}`)).toEqual([]);

  await main.getByLabel("Name", { exact: true }).focus();
  await page.keyboard.type(name);
  await page.keyboard.press("Enter");
  const kept = main.getByRole("status").filter({ hasText: `Kept as ${name}` });
  await expect(kept).toContainText(`records import --kept ${name} --file ${name}.csv`);
  await expect(main.getByRole("listitem").filter({ hasText: name })).toBeVisible();
  expect(
    await owner`select from staff.access_record where act = 'records.keep-mapping' and what ->> 'name' = ${name}`,
  ).toHaveLength(1);

  const folder = await mkdtemp(join(tmpdir(), "memberscope-kept-"));
  try {
    const file = join(folder, `${name}.csv`);
    await writeFile(file, csv);
    const args = ["records", "import", "--kept", name, "--file", file, "--dry-run"];
    const { stdout } = await run("node", ["server/start/run.mjs", "server/cli/main.ts", ...args], {
      env: { ...process.env, ...startedEnvironment() },
    });
    expect(stdout).toContain("All 3 rows: 2 would be stored, 0 are there already, 1 skipped by rule, 0 refused.");
  } finally {
    await rm(folder, { recursive: true });
  }
});

test("a file that the page cannot map says the way that works, and the next one is taken", async ({
  context,
  signInAs,
}) => {
  await signInAs("admin");
  // A refusal is an error in the browser's console, which the page of the other tests may not have.
  const page = await context.newPage();
  await page.goto("/records/import");
  const main = page.getByRole("main");
  const file = main.getByLabel("CSV, JSON or JSON lines, packed by gzip or not");
  for (const [name, content, said] of [
    ["old.xlsx", Buffer.from("PK\u0003\u0004workbook"), "save its sheet as CSV UTF-8, and import that"],
    ["auth.log", "Nov  7 10:11:12 web-1 sshd[42]: Accepted password for kim\n", 'Write a mapping with "lines"'],
    ["half.gz", gzipSync(csv.repeat(50)).subarray(0, 60), "Choose it again; a packed file must be whole."],
  ] as const) {
    await file.setInputFiles(fileOf(name, content));
    await expect(main.getByText(said)).toBeVisible();
  }
  await file.setInputFiles(fileOf("old.csv.gz", gzipSync(csv)));
  await expect(main.getByText("A table: 3 rows looked at, 6 columns.")).toBeVisible();
  await expect(main.getByText("a packed file must be whole")).toHaveCount(0);
});

test("an agent may not map records: the page says so, and the server refuses too", async ({
  page,
  owner,
  signInAs,
  baseURL,
}) => {
  const name = `not-kept-${crypto.randomUUID().slice(0, 8)}`;
  await signInAs("agent");
  await page.goto("/records/import");
  await expect(page.getByRole("main").getByText("Not open to your role")).toBeVisible();
  const answer = await page.request.post("/api/trpc/records.keepMapping", {
    data: { name, mapping: { source: "old" } },
    headers: { origin: baseURL ?? "" },
  });
  expect(answer.status()).toBe(403);
  expect(await owner`select from event.import_mapping where name = ${name}`).toHaveLength(0);
});
