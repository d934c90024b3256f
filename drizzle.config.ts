import { defineConfig } from "drizzle-kit";

/** For `drizzle-kit generate --custom` (a new migration folder) and its studio; migrations themselves are hand-written. */
export default defineConfig({
  dialect: "postgresql",
  schema: "./drizzle/schema/**/*.ts",
  out: "./drizzle/migrations",
  migrations: { schema: "migration" },
});
