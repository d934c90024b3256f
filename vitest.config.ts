import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["{app,components,server,drizzle,bench}/**/*.test.ts"],
    globalSetup: ["server/testing/global-setup.ts"],
    setupFiles: ["server/testing/property-seed.ts"],
    pool: "forks",
    // Two cores, and PostgreSQL needs its share.
    maxWorkers: 2,
    // Ends what hangs; how long the rest takes is the machine's affair.
    testTimeout: 180_000,
    hookTimeout: 180_000,
  },
});
