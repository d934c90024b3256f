// npm run picture: draws the bitmaps of public/ and takes the picture of the console from a demo of its own.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { chromium } from "@playwright/test";
import { browserOptions, unpackBrowser } from "../browser.ts";
import { drawPublicFiles } from "./draw-public-files.ts";
import { takeConsolePicture } from "./take-console-picture.ts";

const PORT = Number(process.env.PORT || 3188);
const place = { baseURL: `http://127.0.0.1:${PORT}`, dataDirectory: ".data-picture" };

await unpackBrowser();
const browser = await chromium.launch(browserOptions());
const demo = spawn(process.execPath, ["server/start/up.mjs", "--fresh"], {
  stdio: ["ignore", "pipe", "inherit"],
  env: { ...process.env, PORT: String(PORT), MEMBERSCOPE_DATA_DIR: place.dataDirectory, DEMO_MEMBERS: "2000" },
});
try {
  await drawPublicFiles(browser);
  await untilRunning();
  await takeConsolePicture(browser, place);
  console.log("Written: docs/console.png, and the bitmaps of public/.");
} finally {
  await browser.close();
  demo.kill("SIGTERM");
  if (demo.exitCode === null) await once(demo, "exit");
}

async function untilRunning(): Promise<void> {
  for await (const line of createInterface({ input: demo.stdout })) {
    console.log(line);
    if (line.includes("Everything is running")) return;
  }
  throw new Error("The demo did not start.");
}
