import { defineConfig } from "@playwright/test";
import { browserOptions } from "./e2e/browser.ts";

const port = Number(process.env.E2E_PORT || 3199);
const baseURL = `http://127.0.0.1:${port}`;

export default defineConfig({
  testDir: "e2e",
  testMatch: "**/*.spec.ts",
  globalSetup: "./e2e/browser-setup.ts",
  // One database for all specs: they take turns.
  workers: 1,
  timeout: 180_000,
  expect: { timeout: 20_000 },
  outputDir: "test-results/e2e",
  reporter: "list",
  use: {
    baseURL,
    launchOptions: browserOptions(),
    locale: "en-US",
    timezoneId: "Asia/Seoul",
    viewport: { width: 1440, height: 900 },
    screenshot: "only-on-failure",
    trace: "retain-on-failure",
  },
  webServer: {
    // Not npm start: npm does not pass signals on.
    command: "node server/start/up.mjs --fresh",
    // The console answers before worker and demo do their work.
    wait: { stdout: /Everything is running/ },
    timeout: 240_000,
    reuseExistingServer: false,
    gracefulShutdown: { signal: "SIGTERM", timeout: 15_000 },
    stdout: "pipe",
    env: {
      PORT: String(port),
      MEMBERSCOPE_DATA_DIR: ".data-e2e",
      NEXT_DIST_DIR: ".next-e2e",
      // A tenth of the demo is enough to walk through.
      DEMO_MEMBERS: process.env.DEMO_MEMBERS || "2000",
      // Repairs are to be seen within a test.
      UNPUBLISHED_AFTER_MS: process.env.UNPUBLISHED_AFTER_MS || "3000",
    },
  },
});
