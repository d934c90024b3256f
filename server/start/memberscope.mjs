#!/usr/bin/env node
// The command `memberscope`: the command line on the Node it needs, with the driver patched.
import { fileURLToPath } from "node:url";

process.argv.splice(2, 0, fileURLToPath(new URL("../cli/main.ts", import.meta.url)));
await import("./run.mjs");
