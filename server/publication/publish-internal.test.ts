import { expect, test } from "vitest";
import type { OutgoingMessage } from "../messaging/message.ts";
import type { PublishOutcome } from "../messaging/publish-outcome.ts";
import { internalPublisher } from "./publish-internal.ts";

const accepted: PublishOutcome = { kind: "accepted", messageId: "1" };
const message = (n: number): OutgoingMessage => ({ eventId: `event-${n}`, body: "{}", attributes: {} });

/** A sender whose answers the test gives: each call answers one request, with the same outcome for all its messages. */
function heldSender() {
  const answers: ((outcome: PublishOutcome) => void)[] = [];
  const sent: string[][] = [];
  return {
    answers,
    sent,
    publishBatch: (messages: readonly OutgoingMessage[]) => {
      sent.push(messages.map(({ eventId }) => eventId));
      return new Promise<PublishOutcome[]>((resolve) =>
        answers.push((outcome) => resolve(messages.map(() => outcome))),
      );
    },
  };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));
const each = (outcome: PublishOutcome) => async (messages: readonly OutgoingMessage[]) => messages.map(() => outcome);

test("what comes while the allowed requests are under way goes out together, ten at most, in order", async () => {
  const { publishBatch, answers, sent } = heldSender();
  const publisher = internalPublisher(publishBatch, { maxRequests: 2 });
  const all = Array.from({ length: 14 }, (_, n) => publisher.publish(message(n)));
  await settled();
  expect(sent).toEqual([["event-0"], ["event-1"]]);
  answers[0]?.(accepted);
  await all[0];
  await settled();
  expect(sent[2]).toEqual(Array.from({ length: 10 }, (_, n) => `event-${n + 2}`));
  answers[1]?.(accepted);
  await all[1];
  await settled();
  expect(sent[3]).toEqual(["event-12", "event-13"]);
  answers[2]?.(accepted);
  answers[3]?.(accepted);
  await Promise.all(all);
  expect(sent).toHaveLength(4);
});

test("nothing that SNS or the sender does rejects into the action", async () => {
  const outcomes: PublishOutcome[] = [
    { kind: "refused", senderFault: true, text: "no" },
    { kind: "unreachable", text: "away" },
  ];
  for (const outcome of outcomes) {
    await expect(internalPublisher(each(outcome)).publish(message(1))).resolves.toBeUndefined();
  }
  const broken = internalPublisher(() => Promise.reject(new Error("a defect")));
  await expect(broken.publish(message(1))).resolves.toBeUndefined();
});

test("an answer that is lost is asked for once more", async () => {
  const outcomes: PublishOutcome[] = [{ kind: "unknown", text: "reset" }, accepted];
  let calls = 0;
  const publisher = internalPublisher((messages) => each(outcomes[calls++] ?? accepted)(messages));
  await publisher.publish(message(1));
  expect(calls).toBe(2);
});

test("while SNS is away messages are left to the detector at once, and it is asked again after the rest", async () => {
  let calls = 0;
  let outcome: PublishOutcome = { kind: "unreachable", text: "away" };
  const publish = (messages: readonly OutgoingMessage[]) => {
    calls += 1;
    return each(outcome)(messages);
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

test("once SNS hangs, one request asks for it, and no other message waits until that is answered", async () => {
  const { publishBatch, answers, sent } = heldSender();
  const publisher = internalPublisher(publishBatch, { maxRequests: 2, restMs: 0 });
  const hanging = [publisher.publish(message(1)), publisher.publish(message(2))];
  const behind = publisher.publish(message(3));
  answers[0]?.({ kind: "unknown", text: "no answer in 5 s" });
  await Promise.all([hanging[0], behind, publisher.publish(message(4))]);
  expect(sent).toEqual([["event-1"], ["event-2"]]);
  answers[1]?.({ kind: "unknown", text: "no answer in 5 s" });
  await hanging[1];

  const probe = publisher.publish(message(5));
  await publisher.publish(message(6));
  expect(sent[2]).toEqual(["event-5"]);
  answers[2]?.(accepted);
  await probe;
  void publisher.publish(message(7));
  void publisher.publish(message(8));
  expect(sent.slice(3)).toEqual([["event-7"], ["event-8"]]);
});

test("draining waits for what is in flight", async () => {
  const { publishBatch, answers } = heldSender();
  const publisher = internalPublisher(publishBatch);
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
