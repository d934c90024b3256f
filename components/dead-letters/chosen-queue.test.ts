import { expect, test } from "vitest";
import { chosenQueue } from "./chosen-queue.ts";

const queues = [
  { subscriber: "record-device", queue: "memberscope-record-device-dead" },
  { subscriber: "recorder", queue: "memberscope-recorder-dead" },
];
const choose = (query: string) => chosenQueue(queues, new URLSearchParams(query));

test("a queue is named by its subscriber or by its own name, and the first is open without a name", () => {
  expect(choose("").chosen).toBe(queues[0]);
  expect(choose("queue=recorder")).toEqual({ chosen: queues[1], faults: [] });
  expect(choose("queue=memberscope-recorder-dead")).toEqual({ chosen: queues[1], faults: [] });
});

test("a name of no queue is named with those that there are", () => {
  expect(choose("queue=recoder").faults).toEqual([
    { key: "queue", value: "recoder", rule: "word", expected: "record-device, recorder" },
  ]);
  expect(choose("qeue=recorder").faults).toMatchObject([{ key: "qeue", rule: "unknown" }]);
});
