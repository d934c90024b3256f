import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { removeDirectory } from "./remove-directory.ts";

test("a directory is removed although a program writes in it until its end", async () => {
  const directory = mkdtempSync(join(tmpdir(), "memberscope-remove-"));
  // So much that removing it takes a while, in which the writer adds to it.
  for (let part = 0; part < 50; part++) {
    mkdirSync(join(directory, String(part)));
    for (let file = 0; file < 25; file++) writeFileSync(join(directory, String(part), String(file)), "");
  }
  const write = `echo begun; i=0; while [ $i -lt 20000 ]; do i=$((i + 1)); : > "$1/new$i" || exit 0; done`;
  const writer = spawn("/bin/sh", ["-c", write, "sh", directory], { stdio: ["ignore", "pipe", "ignore"] });
  await once(writer.stdout, "data");
  await removeDirectory(directory);
  expect(existsSync(directory)).toBe(false);
});

test("what is not there is no fault", async () => {
  await removeDirectory(join(tmpdir(), "memberscope-never-made"));
});
