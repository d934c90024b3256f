import { expect, test } from "vitest";
import { readBody } from "./read-body.ts";

const ask = (body: BodyInit) =>
  readBody(new Request("http://here.invalid", Object.assign({ method: "POST", body }, { duplex: "half" })));

test("16 KiB are read, one byte more is not", async () => {
  expect(await ask("a".repeat(16_384))).toHaveLength(16_384);
  expect(await ask("a".repeat(16_385))).toBeNull();
  expect(await ask("가나다")).toBe("가나다");
});

test("a body that does not say its length is read no further than that", async () => {
  let given = 0;
  const endless = new ReadableStream<Uint8Array>({
    pull(controller) {
      given += 1;
      controller.enqueue(new Uint8Array(1024));
    },
  });
  expect(await ask(endless)).toBeNull();
  expect(given).toBeLessThan(32);
});
