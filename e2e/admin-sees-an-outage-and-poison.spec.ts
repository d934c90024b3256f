import { expect, test } from "./support/test.ts";

test("an admin sees who does not answer and a message that fails, from the first; an agent what to tell a caller", async ({
  page,
  owner,
  signInAs,
}) => {
  const [recorder] = await owner<
    { queue: string }[]
  >`select queue_name as queue from event.subscriber where id = 'recorder'`;
  const [event] = await owner<{ id: string }[]>`select id from event.member_event order by id desc limit 1`;
  if (!recorder || !event) throw new Error("the demo has no recorder or no event");
  const name = async () => {
    await owner`
      insert into event.outage (part, error) values ('topic:external', 'AuthorizationError: not authorized to publish')
      on conflict (part) do update set seen_at = clock_timestamp()`;
    await owner`
      insert into event.failing_message (queue_name, message_id, event_id, error, tries, next_at)
      values (${recorder.queue}, 'poison', ${event.id}, 'not JSON', 2, clock_timestamp() + interval '5 minutes') on conflict do nothing`;
  };
  await name();
  const naming = setInterval(() => void name(), 200);
  try {
    await signInAs("admin");
    await page.goto("/publication");
    const main = page.getByRole("main");
    await expect(main.getByText("SNS: the external topic does not take messages.")).toBeVisible();
    await expect(main.getByText(/Nothing is lost/).first()).toBeVisible();
    const failing = page.locator("section", { hasText: "Messages that fail" });
    await expect(failing.getByText("not JSON")).toBeVisible();
    await expect(failing.getByText(/try 2 of 5, next/)).toBeVisible();
    await expect(failing.locator(`a[href="/events/${event.id}"]`)).toBeVisible();
    await signInAs("agent");
    await page.goto("/");
    await expect(main.getByText(/A part that tells other systems does not answer/)).toBeVisible();
  } finally {
    clearInterval(naming);
    await owner`delete from event.failing_message where message_id = 'poison'`;
    await owner`delete from event.outage where part = 'topic:external'`;
  }
});
