import { createHash } from "node:crypto";
import { createServer } from "node:http";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type DeadLetters, deadLetterClients } from "./dead-letters.ts";

/** What was asked of a stand-in for SQS that speaks its wire, and what it answers. */
const asked: { action: string; body: Record<string, unknown> }[] = [];
/** The SDK checks it. */
const md5 = createHash("md5").update("text").digest("hex");
const letter = {
  MessageId: "one",
  ReceiptHandle: "handle",
  Body: "text",
  MD5OfBody: md5,
  Attributes: {
    SentTimestamp: "1700000000000",
    ApproximateReceiveCount: "7",
    AWSTraceHeader: "Root=1-5f",
    MessageGroupId: "m-1",
  },
  MessageAttributes: {
    target: { DataType: "String", StringValue: "ALL" },
    picture: { DataType: "Binary.png", BinaryValue: "AgME" },
  },
};
const answers: Record<string, object> = {
  GetQueueUrl: { QueueUrl: "http://127.0.0.1/1/queue" },
  ReceiveMessage: { Messages: [letter] },
  SendMessage: { MessageId: "two", MD5OfMessageBody: md5 },
  DeleteMessageBatch: { Successful: [], Failed: [{ Id: "0", Code: "ReceiptHandleIsInvalid", SenderFault: true }] },
};

const server = createServer((request, response) => {
  const parts: Buffer[] = [];
  request.on("data", (part) => parts.push(part));
  request.on("end", () => {
    const action = String(request.headers["x-amz-target"]).split(".")[1] ?? "";
    asked.push({ action, body: JSON.parse(Buffer.concat(parts).toString()) });
    response.setHeader("content-type", "application/x-amz-json-1.0").end(JSON.stringify(answers[action] ?? {}));
  });
});
let deadLetters: DeadLetters;
const before = { ...process.env };

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = address !== null && typeof address === "object" ? address.port : 0;
  Object.assign(process.env, {
    AWS_ENDPOINT_URL_SQS: `http://127.0.0.1:${port}`,
    AWS_REGION: "us-east-1",
    AWS_ACCESS_KEY_ID: "x",
    AWS_SECRET_ACCESS_KEY: "x",
  });
  deadLetters = deadLetterClients();
});
afterAll(() => {
  deadLetters.close();
  server.close();
  process.env = before;
});

test("a letter is sent back as it was: its text, its attributes, binary ones too, its trace and its group", async () => {
  const letters = await deadLetters.receive("queue", { visibilityS: 30 });
  expect(letters).toMatchObject([
    {
      id: "one",
      body: "text",
      sentAt: "2023-11-14T22:13:20.000Z",
      receiveCount: 7,
      attributes: { target: { Type: "String", Value: "ALL" } },
    },
  ]);
  await deadLetters.sendBack("queue", letters);
  expect(asked.find(({ action }) => action === "SendMessage")?.body).toMatchObject({
    MessageBody: "text",
    MessageAttributes: letter.MessageAttributes,
    MessageSystemAttributes: { AWSTraceHeader: { DataType: "String", StringValue: "Root=1-5f" } },
    MessageGroupId: "m-1",
  });
});

test("a letter that SQS does not remove is an error, and no silence", async () => {
  const letters = await deadLetters.receive("queue", { visibilityS: 30 });
  await expect(deadLetters.remove("queue", letters)).rejects.toThrow("ReceiptHandleIsInvalid");
});
