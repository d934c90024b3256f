import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["{app,components,server,drizzle,bench}/**/*.test.ts"],
    globalSetup: ["server/testing/global-setup.ts"],
    pool: "forks",
    // Two cores, and PostgreSQL needs its share.
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
