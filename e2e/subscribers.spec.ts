import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { startedEnvironment } from "./support/running-demo.ts";
import { expect, test } from "./support/test.ts";

const run = promisify(execFile);

/** The command as somebody on the host types it. */
async function memberscope(...args: string[]): Promise<string> {
  const env = { ...process.env, ...startedEnvironment() };
  const { stdout } = await run("node", ["server/start/run.mjs", "server/cli/main.ts", ...args], { env });
  return stdout;
}

test("an admin registers a subscriber, its queue is made on the host, and a changed policy is applied with confirmation", async ({
  page,
  owner,
  signInAs,
}) => {
  const id = `benefits-${Date.now()}`;
  await signInAs("admin");
  await page.goto("/subscribers");
  await expect(page.getByRole("link", { name: "family-account" })).toBeVisible();
  await page.getByRole("button", { name: "Register", exact: true }).click();
  const form = page.getByRole("dialog");
  await form.getByLabel("ID", { exact: true }).fill(id);
  await form.getByLabel("Owner domain").fill("benefits");
  await form.getByLabel("What it does, in Korean").fill("혜택을 보냅니다");
  await form.getByLabel("What it does, in English").fill("Sends benefits");
  await form.getByRole("checkbox", { name: "member.joined", exact: true }).check();
  await form.getByRole("checkbox", { name: "state", exact: true }).check();
  // A token opens nothing that nobody answers for.
  await expect(form.getByRole("button", { name: "Register" })).toBeDisabled();
  await form.getByLabel("What it is for").fill("Decides on benefits by the member's state");
  await form.getByRole("button", { name: "Register" }).click();
  await expect(page.getByRole("dialog").getByText(/^memberscope_service_/)).toBeVisible();
  await page.getByRole("dialog").getByRole("button", { name: "Done" }).click();

  await expect(page).toHaveURL(new RegExp(`/subscribers/${id}$`));
  const main = page.getByRole("main");
  await expect(main.getByText("Not made yet", { exact: true })).toBeVisible();
  await expect(main.getByText("memberscope_service_")).toHaveCount(0);
  expect(await memberscope("aws", "plan")).toContain(`+ queue memberscope-${id}`);
  await memberscope("aws", "apply");
  await page.reload();
  await expect(main.getByText("In force")).toBeVisible();

  await main.getByRole("button", { name: "Change …" }).click();
  const editor = page.getByRole("dialog").getByRole("textbox", { name: "Policy" });
  await editor.fill('{"action": "member.joined"}');
  await expect(page.getByRole("dialog").getByText(/"action" must be an object or an array/)).toBeVisible();
  await expect(page.getByRole("button", { name: "Register this policy" })).toBeDisabled();
  await editor.fill('{"action": [{"prefix": "member."}]}');
  await page.getByRole("button", { name: "Register this policy" }).click();
  await expect(main.getByText("Differs")).toBeVisible();
  await main.getByRole("button", { name: "Apply …" }).click();
  await page
    .getByRole("dialog")
    .getByRole("button", { name: `Apply to ${id}` })
    .click();
  await expect(main.getByText("In force")).toBeVisible();
  await expect(main.getByText("applied to SNS")).toBeVisible();
  const acts = await owner`select act from staff.access_record where what ->> 'subscriber' = ${id} order by at`;
  expect(acts.map(({ act }) => act)).toEqual([
    "subscriber.register",
    "subscriber.token",
    "subscriber.policy",
    "subscriber.apply",
  ]);
});

test("an analyst asks what a subscriber would have received, and why", async ({ page, owner, signInAs }) => {
  const [event] = await owner<{ id: string }[]>`
    select e.id from event.member_event e join event.action a on a.id = e.action_id
     where a.name = 'identity-verification.removed' and e.origin = 0 order by e.id desc limit 1`;
  const [other] = await owner<{ id: string }[]>`
    select e.id from event.member_event e join event.action a on a.id = e.action_id join event.action_version v
        on v.action_id = e.action_id and v.version = e.version
     where a.name not in ('identity-verification.removed', 'withdrawal.requested', 'withdrawal.taken-back')
       and v.external and e.origin = 0 order by e.id desc limit 1`;
  await signInAs("analyst");
  await page.goto("/subscribers/family-account");
  await expect(page.getByRole("button", { name: "Change …" })).toBeDisabled();
  const main = page.getByRole("main");
  await main.getByLabel("Event ID").fill(event?.id ?? "");
  await main.getByRole("button", { name: "Test" }).click();
  await expect(main.getByText("It passes: every key holds.")).toBeVisible();
  await main.getByLabel("Event ID").fill(other?.id ?? "");
  await main.getByRole("button", { name: "Test" }).click();
  await expect(main.getByText("It does not pass: action does not hold.")).toBeVisible();
  await main.getByRole("radio", { name: "A pasted message" }).check();
  await main.getByRole("button", { name: "Insert an example" }).click();
  await main.getByRole("button", { name: "Test" }).click();
  await expect(main.getByText("It does not pass: action does not hold.")).toBeVisible();

  await main.getByRole("link", { name: "What would it have received?" }).click();
  await expect(page).toHaveURL(/\/events\?.*policy=/);
  await expect(main.getByText("Would have been received")).toBeVisible();
  await main.getByRole("button", { name: "Explain" }).first().click();
  await expect(page.getByRole("dialog").getByText("It passes: every key holds.")).toBeVisible();
});

test("in policy mode a fault is told in SNS's words with its place, and a policy finds only its events", async ({
  page,
  signInAs,
}) => {
  await signInAs("analyst");
  await page.goto("/events");
  await page.getByRole("link", { name: "Search by policy" }).click();
  const editor = page.getByRole("textbox", { name: "Filter policy" });
  await editor.fill('{"action": [{"prefix": "member."}],\n "n": 5}');
  await expect(
    page.getByRole("main").getByText('Invalid parameter: FilterPolicy: "n" must be an object or an array'),
  ).toBeVisible();
  await expect(page.getByRole("button", { name: "Search history" })).toBeDisabled();
  await page.getByRole("button", { name: "Go to line 2, column 2" }).click();
  await expect(editor).toBeFocused();
  await editor.fill("");
  const suggestions = page.getByRole("list", { name: "Suggestions for the policy" });
  await suggestions.getByRole("button").first().click();
  await editor.pressSequentially("login-f");
  await editor.press("Alt+ArrowDown");
  await expect(suggestions.getByRole("button", { name: "member.login-failed" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(editor).toHaveValue('{\n  "action": ["member.login-failed"]\n}');
  await expect(editor).toBeFocused();
  await page.getByRole("button", { name: "Search history" }).click();
  await expect(page.getByRole("button", { name: "Explain" }).first()).toBeVisible();
  const actions = await page.locator("tbody td[title]").allTextContents();
  expect(new Set(actions)).toEqual(new Set(["member.login-failed"]));
  await page.getByRole("radio", { name: "Body" }).check();
  await page.getByRole("button", { name: "Search history" }).click();
  await expect(page).toHaveURL(/scope=MessageBody/);
  await expect(page.getByRole("button", { name: "Explain" }).first()).toBeVisible();
});

test("an agent may not see subscribers", async ({ page, signInAs, baseURL }) => {
  await signInAs("agent");
  await page.goto("/subscribers");
  await expect(page.getByRole("main").getByText("Not open to your role")).toBeVisible();
  const answer = await page.request.post("/api/trpc/subscribers.list", {
    data: {},
    headers: { origin: baseURL ?? "" },
  });
  expect(answer.status()).toBe(403);
});

test("why a registration is refused is in sight without scrolling", async ({ page, signInAs }) => {
  await signInAs("admin");
  await page.goto("/subscribers");
  // The refusal is the server's own; only its status would stand in the browser's console as an error.
  await page.route("**/api/trpc/subscribers.register*", async (route) => {
    await route.fulfill({ response: await route.fetch(), status: 200 });
  });
  await page.getByRole("button", { name: "Register", exact: true }).click();
  const form = page.getByRole("dialog");
  await form.getByLabel("ID", { exact: true }).fill("Benefits Team!");
  await form.getByLabel("Owner domain").fill("benefits");
  await form.getByLabel("What it does, in Korean").fill("혜택을 보냅니다");
  await form.getByLabel("What it does, in English").fill("Sends benefits");
  await form.getByRole("button", { name: "Register" }).click();
  await expect(form.getByRole("alert")).toBeInViewport({ ratio: 1 });
});
