import { expect, test } from "vitest";
import { eventIdTime } from "./event-id-time.ts";

test("the time of an event's id is read to the millisecond", () => {
  expect(eventIdTime("01a21d33-8ea5-7000-b45d-04fcabfd086a")).toBe(new Date(0x01a21d338ea5).toISOString());
  expect(eventIdTime("00000000-0000-7000-8000-000000000000")).toBe("1970-01-01T00:00:00.000Z");
});
