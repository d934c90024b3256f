import { scryptSync } from "node:crypto";
import { expect, test } from "vitest";
import { hashPassword, verifyPassword } from "./password.ts";

/** As earlier releases stored it, but cheap. */
const salt = Buffer.from("salt");
const stored = ["scrypt", 2, 8, 1, salt.toString("base64"), scryptSync("right", salt, 32, { N: 2 }).toString("base64")];
const cheap = stored.join("$");

test("a password is the one that was hashed, however its letters are composed, and no other", async () => {
  const hash = await hashPassword("비밀번호 é");
  expect(hash).toMatch(/^argon2id\$19456\$2\$1\$/);
  expect(await verifyPassword("비밀번호 e\u0301", hash, "a")).toBe(true);
  expect(await verifyPassword("비밀번호 e", hash, "a")).toBe(false);
});

test("a hash of an earlier release is read, and what is none matches nothing", async () => {
  expect(await verifyPassword("right", cheap, "a")).toBe(true);
  expect(await verifyPassword("wrong", cheap, "a")).toBe(false);
  expect(await verifyPassword("right", "none", "a")).toBe(false);
});

test("a flood of one sender is sent away at once, and nobody else waits behind it", async () => {
  const order: string[] = [];
  const flood = Array.from({ length: 40 }, () =>
    verifyPassword("wrong", cheap, "flood").then((right) => {
      order.push("flood");
      return right;
    }),
  );
  const other = verifyPassword("right", cheap, "other").then(() => order.push("other"));
  const answers = await Promise.allSettled(flood);
  await other;
  const refused = answers.filter((one) => one.status === "rejected");
  // Two are at work and five wait.
  expect(refused.length).toBe(40 - 7);
  expect(refused[0]).toMatchObject({ reason: { code: "unavailable" } });
  // Of those that wait one is before it, and two may end at the same moment.
  expect(order.indexOf("other")).toBeLessThanOrEqual(4);
});
