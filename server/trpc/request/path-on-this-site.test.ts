import { expect, test } from "vitest";
import { pathOnThisSite } from "./path-on-this-site.ts";

test.each([
  ["/events?from=2026#top", "/events?from=2026"],
  ["/", "/"],
  ["/members/회원", "/members/%ED%9A%8C%EC%9B%90"],
])("%s is a page here", (wanted, path) => {
  expect(pathOnThisSite(wanted)).toBe(path);
});

test.each([
  "//evil.example",
  "/\\evil.example",
  "/\t/evil.example",
  "/\n/evil.example",
  "/\r\\evil.example",
  "/..//evil.example",
  "/./\\evil.example",
  "https://evil.example/",
  "javascript:alert(1)",
  " //evil.example",
  "",
])("%j is none, whatever a browser makes of it", (wanted) => {
  expect(pathOnThisSite(wanted)).toBeNull();
});
