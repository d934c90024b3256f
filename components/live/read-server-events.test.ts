import { expect, test } from "vitest";
import { readServerEvents } from "./read-server-events.ts";

function streamOf(chunks: readonly string[], { ends = true } = {}): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(new TextEncoder().encode(chunk));
      if (ends) controller.close();
    },
  });
}

test("events are read whole, however the bytes are cut", async () => {
  const text = 'event: connected\ndata: {}\n\n\n: a comment\n\ndata: {"n":"가"}\n\n\nevent: return\ndata: \n\n';
  const expected = [
    { event: "connected", data: "{}" },
    { event: "message", data: '{"n":"가"}' },
    { event: "return", data: "" },
  ];
  for (const size of [1, 7, 1000]) {
    const chunks = text.match(new RegExp(`[\\s\\S]{1,${size}}`, "g")) ?? [];
    expect(await Array.fromAsync(readServerEvents(streamOf(chunks), 1000))).toEqual(expected);
  }
});

test("a stream that falls silent is a broken one", async () => {
  const events = readServerEvents(streamOf(["data: 1\n\n"], { ends: false }), 20);
  expect((await events.next()).value).toEqual({ event: "message", data: "1" });
  await expect(events.next()).rejects.toThrow("The stream fell silent.");
});
