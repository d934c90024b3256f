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

test("a body that is JSON itself stays as it is spelled", () => {
  const spelled = '{"n": [1e400, 9007199254740993, 1.10]}';
  for (const body of [spelled, "12345678901234567890", "true"]) {
    const text = `{"Message": null, "attributes": ${JSON.stringify(action)}, "body": ${body}}`;
    expect(readPastedMessage(text)).toEqual({ attributes: action, body });
  }
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
