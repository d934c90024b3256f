import { expect, test } from "vitest";
import type { OutgoingMessage } from "../messaging/message.ts";
import type { PublishOutcome } from "../messaging/publish-outcome.ts";
import { internalPublisher } from "./publish-internal.ts";

const accepted: PublishOutcome = { kind: "accepted", messageId: "1" };
const message = (n: number): OutgoingMessage => ({ eventId: `event-${n}`, body: "{}", attributes: {} });

/** A sender whose answers the test gives. */
function heldSender() {
  const answers: ((outcome: PublishOutcome) => void)[] = [];
  const sent: string[] = [];
  return {
    answers,
    sent,
    publishOne: ({ eventId }: OutgoingMessage) => {
      sent.push(eventId);
      return new Promise<PublishOutcome>((resolve) => answers.push(resolve));
    },
  };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

test("no more than the bound are in flight; the next goes when a place is free, in order", async () => {
  const { publishOne, answers, sent } = heldSender();
  const publisher = internalPublisher(publishOne, { maxInFlight: 2 });
  const all = [1, 2, 3, 4].map((n) => publisher.publish(message(n)));
  await settled();
  expect(sent).toEqual(["event-1", "event-2"]);
  answers[0]?.(accepted);
  await all[0];
  await settled();
  expect(sent).toEqual(["event-1", "event-2", "event-3"]);
  for (let n = 1; n < 4; n += 1) {
    await settled();
    answers[n]?.(accepted);
  }
  await Promise.all(all);
  expect(sent).toHaveLength(4);
});

test("nothing that SNS or the sender does rejects into the action", async () => {
  const outcomes: PublishOutcome[] = [
    { kind: "refused", senderFault: true, text: "no" },
    { kind: "unreachable", text: "away" },
  ];
  for (const outcome of outcomes) {
    await expect(internalPublisher(async () => outcome).publish(message(1))).resolves.toBeUndefined();
  }
  const broken = internalPublisher(() => Promise.reject(new Error("a defect")));
  await expect(broken.publish(message(1))).resolves.toBeUndefined();
});

test("an answer that is lost is asked for once more", async () => {
  const outcomes: PublishOutcome[] = [{ kind: "unknown", text: "reset" }, accepted];
  let calls = 0;
  const publisher = internalPublisher(async () => outcomes[calls++] ?? accepted);
  await publisher.publish(message(1));
  expect(calls).toBe(2);
});

test("while SNS is away messages are left to the detector at once, and it is asked again after the rest", async () => {
  let calls = 0;
  let outcome: PublishOutcome = { kind: "unreachable", text: "away" };
  const publish = async () => {
    calls += 1;
    return outcome;
  };
  const resting = internalPublisher(publish, { restMs: 60_000 });
  for (let n = 0; n < 50; n += 1) await resting.publish(message(n));
  expect(calls).toBe(1);
  const rested = internalPublisher(publish, { restMs: 0 });
  await rested.publish(message(1));
  outcome = accepted;
  await rested.publish(message(2));
  expect(calls).toBe(3);
});

test("draining waits for what is in flight", async () => {
  const { publishOne, answers } = heldSender();
  const publisher = internalPublisher(publishOne);
  void publisher.publish(message(1));
  let isDrained = false;
  const draining = publisher.drain().then(() => {
    isDrained = true;
  });
  await settled();
  expect(isDrained).toBe(false);
  answers[0]?.(accepted);
  await draining;
  expect(isDrained).toBe(true);
});
