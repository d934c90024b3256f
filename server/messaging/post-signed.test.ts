import { expect, test } from "vitest";
import { postSigned } from "./post-signed.ts";

const call = (url: string) => ({ url, secret: "s", body: "{}", id: "1" });

test("nothing is posted to an address that is not HTTPS, or that is private", async () => {
  expect(await postSigned(call("http://127.0.0.1:1/"))).toBe("The address is not HTTPS.");
  expect(await postSigned(call("https://169.254.169.254/"))).toMatch(/^The host's address is private/);
  expect(await postSigned(call("https://localhost:1/"))).toMatch(/^The host's address is private/);
});

test("a host that cannot be reached is told with the reason, and nothing is thrown", async () => {
  expect(await postSigned(call("https://no-such-host.invalid/"))).toMatch(/^The host could not be reached \(\w+\)\.$/);
});
