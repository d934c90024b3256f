#!/usr/bin/env node
// The memberscope command.
import { runCommandLine } from "./run-command-line.ts";

// A reader such as head may close early: that is its right, and no failure.
process.stdout.on("error", (error: NodeJS.ErrnoException) => process.exit(error.code === "EPIPE" ? 0 : 1));

process.exitCode = await runCommandLine(process.argv.slice(2), {
  env: process.env,
  output: {
    print: (line) => void process.stdout.write(`${line}\n`),
    say: (line) => void process.stderr.write(`${line}\n`),
  },
});
