import { defineConfig } from "@playwright/test";
import { browserOptions } from "./e2e/browser.ts";
import { installationOf, WORKERS } from "./e2e/support/installations.ts";

const installations = Array.from({ length: WORKERS }, (_, worker) => installationOf(worker));

export default defineConfig({
  testDir: "e2e",
  testMatch: "**/*.spec.ts",
  globalSetup: "./e2e/browser-setup.ts",
  // The tests of one file take turns: each file is one worker's, with the installation of that worker.
  workers: WORKERS,
  timeout: 180_000,
  expect: { timeout: 20_000 },
  outputDir: "test-results/e2e",
  reporter: "list",
  use: {
    launchOptions: browserOptions(),
    locale: "en-US",
    timezoneId: "Asia/Seoul",
    viewport: { width: 1440, height: 900 },
    screenshot: "only-on-failure",
    trace: "retain-on-failure",
  },
  webServer: {
    command: `node e2e/support/start-installations.mjs ${installations.map(({ port, dataDirectory }) => `${port}:${dataDirectory}`).join(" ")}`,
    // The console answers before worker and demo do their work.
    wait: { stdout: /Everything is running/ },
    timeout: 240_000,
    reuseExistingServer: false,
    gracefulShutdown: { signal: "SIGTERM", timeout: 15_000 },
    stdout: "pipe",
    env: {
      NEXT_DIST_DIR: ".next-e2e",
      // A tenth of the demo is enough to walk through.
      DEMO_MEMBERS: process.env.DEMO_MEMBERS || "2000",
      // Repairs are to be seen within a test.
      UNPUBLISHED_AFTER_MS: process.env.UNPUBLISHED_AFTER_MS || "3000",
    },
  },
});
