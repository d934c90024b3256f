import { unpackBrowser } from "./browser.ts";

/** Before the first browser test: a browser, or one sentence about how to get one. */
export default async function setUpBrowser(): Promise<void> {
  await unpackBrowser();
}
