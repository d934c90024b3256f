import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { config } from "../proxy.ts";

const files = readdirSync("public");
const passesProxy = (path: string) => !new RegExp(`^${config.matcher}$`).test(path);

test("what public/ holds is served as it stands, and nothing else goes past the proxy", () => {
  for (const file of files) expect(passesProxy(`/${file}`), file).toBe(true);
  const named = [...config.matcher.matchAll(/[a-z0-9-]+\\\.[a-z]+/g)].map(([name]) => name.replace("\\", ""));
  expect(named.sort()).toEqual(files.sort());
  for (const path of [
    "/",
    "/members",
    "/members/icon.svg",
    "/icon.svg/",
    "/icon.svg.html",
    "/xicon.svg",
    "/api/session",
  ]) {
    expect(passesProxy(path), path).toBe(false);
  }
});

test("the manifest names icons that are there", () => {
  const { icons } = JSON.parse(readFileSync("public/site.webmanifest", "utf8"));
  for (const { src } of icons) expect(files).toContain(src.slice(1));
});
