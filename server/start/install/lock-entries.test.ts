import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { findEntriesWithoutIntegrity, findMissingEntries } from "./lock-entries.mjs";

const integrity = "sha512-x";

test("an entry that does not say what it must contain is named, for other platforms too", () => {
  const packages = {
    "": {},
    "node_modules/a": { integrity },
    "node_modules/b": { optional: true, os: ["darwin"] },
    "node_modules/a/node_modules/c": { inBundle: true },
    "node_modules/d": { link: true },
  };
  expect(findEntriesWithoutIntegrity({ packages })).toEqual(["node_modules/b"]);
});

test("an optional package without an entry is named, wherever it may stand", () => {
  const optionalDependencies = { near: "1.0.0", above: "1.0.0", nowhere: "1.0.0" };
  const packages = {
    "node_modules/a": { integrity, optionalDependencies },
    "node_modules/a/node_modules/near": { integrity },
    "node_modules/above": { integrity },
  };
  expect(findMissingEntries({ packages })).toEqual(["nowhere@1.0.0"]);
});

test("the lockfile says of every package what it must contain", () => {
  const lock = JSON.parse(readFileSync("package-lock.json", "utf8"));
  expect(findEntriesWithoutIntegrity(lock)).toEqual([]);
  expect(findMissingEntries(lock)).toEqual([]);
});
