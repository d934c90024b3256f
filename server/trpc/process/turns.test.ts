import { expect, test } from "vitest";
import { keepLines } from "./turns.ts";

const rule = { atOnce: 1, waiting: 2, refusal: () => "full" };

/** Lets everything go on that waits for nothing but what has happened. */
const settle = () => new Promise((resolve) => setImmediate(resolve));

test("turns are handed on in the order of asking, and a line that is full refuses", async () => {
  const takeTurn = keepLines(rule);
  const order: string[] = [];
  const enter = async (name: string) => {
    const end = await takeTurn("kim");
    order.push(name);
    return end;
  };
  const first = await enter("first");
  const second = enter("second");
  const third = enter("third");
  await expect(takeTurn("kim")).rejects.toMatchObject({ code: "busy", message: "full" });
  await settle();
  expect(order).toEqual(["first"]);
  first();
  (await second)();
  (await third)();
  expect(order).toEqual(["first", "second", "third"]);
});

test("one line does not wait for another", async () => {
  const takeTurn = keepLines(rule);
  await takeTurn("kim");
  (await takeTurn("lee"))();
});

test("whoever gives up waiting leaves the place to the next, and none is lost", async () => {
  const takeTurn = keepLines(rule);
  const end = await takeTurn("kim");
  const leaving = new AbortController();
  const left = takeTurn("kim", leaving.signal);
  const stays = takeTurn("kim", new AbortController().signal);
  leaving.abort();
  await expect(left).rejects.toMatchObject({ code: "conflict" });
  await expect(takeTurn("kim", AbortSignal.abort())).rejects.toMatchObject({ code: "conflict" });
  end();
  (await stays)();
  (await takeTurn("kim"))();
});

test("a line that has the room to itself has more at once, and one while others are there", async () => {
  const takeTurn = keepLines({ ...rule, atOnce: 2, beside: 1 });
  const [first, second] = [await takeTurn("kim"), await takeTurn("kim")];
  const other = await takeTurn("lee");
  const order: string[] = [];
  const third = takeTurn("kim").then((end) => {
    order.push("third");
    return end;
  });
  first();
  await settle();
  // Another one of the same still runs.
  expect(order).toEqual([]);
  other();
  await settle();
  expect(order).toEqual(["third"]);
  second();
  (await third)();
  (await takeTurn("lee"))();
});

test("a line has the room to itself only once the others have read what came", async () => {
  let clock = 0;
  const takeTurn = keepLines({ ...rule, atOnce: 2, beside: 1, besideMs: 1000, now: () => clock });
  (await takeTurn("lee"))();
  clock = 999;
  const first = await takeTurn("kim");
  const order: string[] = [];
  const second = takeTurn("kim").then((end) => {
    order.push("second");
    return end;
  });
  await settle();
  expect(order).toEqual([]);
  clock = 1000;
  const third = takeTurn("kim");
  first();
  (await second)();
  (await third)();
});
