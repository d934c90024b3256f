import { expect, test } from "vitest";
import { readPastedMessage, samplePaste } from "./read-pasted-message.ts";

const action = { action: { Type: "String", Value: "member.joined" } };

test("a message is read in the envelope of SNS, as SQS lists it, and in short", () => {
  expect(readPastedMessage(samplePaste)).toMatchObject({ attributes: action, body: expect.stringContaining("status") });
  const ofSqs = { MessageAttributes: { action: { DataType: "String", StringValue: "member.joined" } }, Body: "x" };
  expect(readPastedMessage(JSON.stringify(ofSqs))).toEqual({ attributes: action, body: "x" });
  const short = { attributes: action, body: { changed: ["a"] } };
  expect(readPastedMessage(JSON.stringify(short))).toEqual({ attributes: action, body: '{"changed":["a"]}' });
});

test.each([
  "",
  "no JSON",
  "[]",
  "{}",
  '{"attributes": []}',
  '{"attributes": {"a": "x"}}',
  '{"attributes": {"a": {"Type": 1}}}',
])("%s is no message", (text) => {
  expect(readPastedMessage(text)).toBeNull();
});
