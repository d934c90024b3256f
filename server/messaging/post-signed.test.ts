import { createHmac } from "node:crypto";
import { expect, test } from "vitest";
import { postSigned, signatureOf } from "./post-signed.ts";

test("a signature is the HMAC of time and body, as whoever receives it makes it", () => {
  const [, t, v1] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(signatureOf("s3cret", '{"a":1}', 1_795_892_000)) ?? [];
  expect(t).toBe("1795892000");
  expect(v1).toBe(createHmac("sha256", "s3cret").update('1795892000.{"a":1}').digest("hex"));
});

test("nothing is posted to an address that is not HTTPS", async () => {
  const call = { url: "http://127.0.0.1:1/", secret: "s", body: "{}", id: "1" };
  expect(await postSigned(call)).toBe("The address is not HTTPS.");
});

test("a host that cannot be reached is told with the reason, and nothing is thrown", async () => {
  const call = { url: "https://127.0.0.1:1/", secret: "s", body: "{}", id: "1" };
  expect(await postSigned(call)).toMatch(/^The host could not be reached \(\w+\)\.$/);
});
