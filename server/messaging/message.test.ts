import { expect, test } from "vitest";
import { forResend, type OutgoingMessage, readMessage } from "./message.ts";
import { splitIntoBatches } from "./split-into-batches.ts";

const text = (Value: string) => ({ Type: "String", Value });
const eventId = "01a1fd7f-a024-77b7-87f5-323fb20db856";
const jobId = "01a1fd7f-a024-77b7-87f5-323fb20db857";
const body = JSON.stringify({
  eventId,
  memberId: "m-1",
  action: "thing.changed",
  version: 1,
  changed: ["note"],
  attributes: { note: { from: null, to: "x" } },
  context: { ip: "1.2.3.4" },
  occurredAt: "2026-11-21T09:00:00.000Z",
  correlationId: eventId,
  causationId: null,
});
const attributes = { layer: text("internal"), target: text("ALL"), action: text("thing.changed") };
const message: OutgoingMessage = { eventId, body, attributes };

test("a resend changes target, replay and attempt, and not one byte of the body", () => {
  const resent = forResend(message, { target: "family-account", replay: jobId, attempt: 3 });
  expect(resent.body).toBe(body);
  expect(resent.attributes).toEqual({
    ...attributes,
    target: text("family-account"),
    replay: text(jobId),
    attempt: { Type: "Number", Value: "3" },
  });
  expect(forResend(message, { replay: "detector", attempt: 1 }).attributes.target).toEqual(text("ALL"));
});

test("a message is read with its header, and a side that was null stays different from one that was not said", () => {
  const read = readMessage(body, forResend(message, { replay: "detector", attempt: 2 }).attributes);
  expect(read).toMatchObject({ layer: "internal", target: "ALL", replay: "detector", attempt: 2, body });
  expect(read?.event.attributes).toEqual({ note: { from: null, to: "x" } });
  const firstMessage = readMessage(body.replace('"from":null,', ""), attributes);
  expect(firstMessage).toMatchObject({ replay: null, attempt: null, event: { attributes: { note: { to: "x" } } } });
});

test.each([
  ["text that is no JSON", "hello", attributes],
  ["an event without an id", "{}", attributes],
  ["a message without a target", body, { layer: text("internal") }],
  ["an unknown layer", body, { ...attributes, layer: text("middle") }],
  ["a replay by nobody", body, { ...attributes, replay: text("me") }],
])("%s is none of ours", (_what, given, header) => {
  expect(readMessage(given, header)).toBeNull();
});

test.each([
  ["nested as deep as PostgreSQL stores", body.replace('"1.2.3.4"', `${"[".repeat(6000)}${"]".repeat(6000)}`)],
  ["a number beyond a double's", body.replace('"1.2.3.4"', "1e400")],
  [
    "a story's id of no known version",
    body.replace('"causationId":null', '"causationId":"12345678-1234-1234-1234-123456789abc"'),
  ],
])("%s is read: what was stored must be recorded when it comes round", (_what, given) => {
  expect(readMessage(given, attributes)).not.toBeNull();
});

test("a key __proto__ of the context is read like any other", () => {
  const odd = body.replace('"ip":', '"__proto__":{"a":1},"ip":');
  expect(Object.keys(readMessage(odd, attributes)?.event.context ?? {})).toEqual(["__proto__", "ip"]);
});

test("batches hold ten entries and 256 KiB, counted in bytes with their attributes", () => {
  const sized = (letters: number, letter = "a"): OutgoingMessage => ({
    eventId,
    body: letter.repeat(letters),
    attributes: { a: { Type: "String", Value: "b" } },
  });
  const lengths = (messages: OutgoingMessage[]) => splitIntoBatches(messages).map((batch) => batch.length);
  expect(lengths(Array.from({ length: 21 }, () => sized(1)))).toEqual([10, 10, 1]);
  // One attribute counts eight bytes: its name, "String" and its value.
  expect(lengths([sized(131_064), sized(131_064)])).toEqual([2]);
  expect(lengths([sized(131_064), sized(131_065)])).toEqual([1, 1]);
  expect(lengths([sized(43_688, "가"), sized(43_689, "가")])).toEqual([1, 1]);
  expect(lengths([])).toEqual([]);
});
