import type { Sql } from "postgres";
import { insertJob } from "../server/testing/republish-jobs.ts";
import { startedEnvironment } from "./support/running-demo.ts";
import { expect, test } from "./support/test.ts";

const HANDLER = "record-device";

/** Puts a message straight into a dead-letter queue, as if it had been received five times in vain. */
async function die(body: string, attributes: Record<string, { Type: string; Value: string }> = {}): Promise<void> {
  const { AWS_ENDPOINT_URL_SQS: endpoint, QUEUE_PREFIX: prefix } = startedEnvironment();
  const MessageAttributes = Object.fromEntries(
    Object.entries(attributes).map(([name, { Type, Value }]) => [name, { DataType: Type, StringValue: Value }]),
  );
  const answer = await fetch(endpoint ?? "", {
    method: "POST",
    headers: { "content-type": "application/x-amz-json-1.0", "x-amz-target": "AmazonSQS.SendMessage" },
    body: JSON.stringify({
      QueueUrl: `${endpoint}/000000000000/${prefix}${HANDLER}-dlq`,
      MessageBody: body,
      MessageAttributes,
    }),
  });
  expect(answer.status, await answer.text()).toBe(200);
}

/** The message of a stored event, as a republish job addressed it to the handler alone. */
async function dieAsEvent(owner: Sql): Promise<{ eventId: string; jobId: string }> {
  const [event] = await owner<
    { id: string; body: string; attributes: Record<string, { Type: string; Value: string }> }[]
  >`
    select e.id, event.internal_body(e.id, e.member_id, a.name, e.version, e.attributes, e.context, e.correlation_id, e.causation_id) as body,
           event.message_attributes_of('internal', a.name, e.attributes, v.promoted, e.message_attributes) as attributes
      from event.member_event e join event.action a on a.id = e.action_id
      join event.action_version v on v.action_id = a.id and v.version = e.version
     where a.name = 'member.logged-in' order by e.id desc limit 1`;
  if (!event) throw new Error("the demo has no log-in yet");
  const jobId = await insertJob(owner, [event.id], { target: HANDLER });
  const address = { target: { Type: "String", Value: HANDLER }, replay: { Type: "String", Value: jobId } };
  await die(event.body, { ...event.attributes, ...address, attempt: { Type: "Number", Value: "1" } });
  return { eventId: event.id, jobId };
}

test("an admin reads dead letters, brings one back, and discards the other with a reason", async ({
  page,
  owner,
  signInAs,
}) => {
  const { eventId, jobId } = await dieAsEvent(owner);
  await die("this is not JSON");
  await signInAs("admin");
  await page.goto("/publication");
  await page.getByRole("main").getByRole("link", { name: "Dead letters" }).click();
  await page
    .getByRole("main")
    .getByRole("link", { name: new RegExp(`^${HANDLER}`) })
    .click();

  const group = page.locator("details", { hasText: "Its handler gave it up" });
  await expect(group).toContainText("member.logged-in");
  await group.locator("summary").click();
  await group.getByRole("button", { name: eventId }).click();
  const letter = page.getByRole("dialog", { name: "Dead letter" });
  await expect(letter.getByRole("link", { name: eventId })).toBeVisible();
  await letter.getByRole("button", { name: /Bring back/ }).click();
  const order = page.getByRole("dialog", { name: "Bring dead letters back" });
  await order.getByLabel("Reason").fill("the device table was mended");
  await order.getByRole("button", { name: `Bring 1 letter back to ${HANDLER}` }).click();
  await expect(page.getByText("1 brought back")).toBeVisible();
  await expect
    .poll(async () => (await owner`select from event.inbox where handler = ${HANDLER} and delivery = ${jobId}`).length)
    .toBe(1);

  const other = page.locator("details", { hasText: "Not JSON" });
  await expect(page.locator("details")).toHaveCount(1);
  await other.getByRole("button", { name: /Discard these/ }).click();
  const discard = page.getByRole("dialog", { name: "Discard dead letters" });
  await discard.getByLabel("Reason").fill("written by a wrong system");
  await discard.getByRole("button", { name: `Discard 1 letter of ${HANDLER}` }).click();
  await expect(page.getByText("No dead letters")).toBeVisible();

  const acts = await owner`
    select act, reason from staff.access_record
     where act in ('dead-letters.redrive', 'dead-letters.discard') and at > clock_timestamp() - interval '2 minutes' order by at`;
  expect(acts).toEqual([
    { act: "dead-letters.redrive", reason: "the device table was mended" },
    { act: "dead-letters.discard", reason: "written by a wrong system" },
  ]);
});
