import { scryptSync } from "node:crypto";
import { expect, test } from "vitest";
import { verifyPassword } from "./password.ts";

/** As hashPassword stores it, but cheap. */
const salt = Buffer.from("salt");
const stored = ["scrypt", 2, 8, 1, salt.toString("base64"), scryptSync("right", salt, 32, { N: 2 }).toString("base64")];

test("a flood of checks is sent away at once, and the next one after it is answered", async () => {
  const flood = Array.from({ length: 40 }, () => verifyPassword("wrong", stored.join("$")));
  const answers = await Promise.allSettled(flood);
  const refused = answers.filter((one) => one.status === "rejected");
  // Two are at work and twenty wait.
  expect(refused.length).toBe(40 - 22);
  expect(refused[0]).toMatchObject({ reason: { code: "unavailable" } });
  expect(await verifyPassword("right", stored.join("$"))).toBe(true);
});
