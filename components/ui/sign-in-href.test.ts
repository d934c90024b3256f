import { expect, test } from "vitest";
import { signInHref } from "./sign-in-href.ts";

test("sign-in says that the session ended and leads back to the whole address", () => {
  const href = signInHref({ pathname: "/events", search: "?device=a%26b&event=e-1" });
  const { pathname, searchParams } = new URL(href, "http://a");
  expect(pathname).toBe("/sign-in");
  expect([...searchParams]).toEqual([
    ["ended", "1"],
    ["next", "/events?device=a%26b&event=e-1"],
  ]);
});
