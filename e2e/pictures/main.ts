// npm run picture: draws the bitmaps of public/ and takes the picture of the console from a demo of its own.
import { chromium } from "@playwright/test";
import { browserOptions, unpackBrowser } from "../browser.ts";
import { startDemo } from "../support/start-demo.ts";
import { drawPublicFiles } from "./draw-public-files.ts";
import { takeConsolePicture } from "./take-console-picture.ts";

await unpackBrowser();
const browser = await chromium.launch(browserOptions());
const demo = await startDemo(Number(process.env.PORT || 3188), ".data-picture");
try {
  await drawPublicFiles(browser);
  await takeConsolePicture(browser, demo);
  console.log("Written: docs/console.png, and the bitmaps of public/.");
} finally {
  await browser.close();
  await demo.stop();
}
