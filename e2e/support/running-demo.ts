import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseEnv } from "node:util";
import postgres, { type Sql } from "postgres";
import { demoStaff } from "../../server/demo/accounts.ts";
import type { Role } from "../../server/vocabulary/roles.ts";
import { ownInstallation } from "./installations.ts";

/** What the start under test wrote for a shell: addresses and connections. */
export function startedEnvironment(directory = ownInstallation().dataDirectory): Record<string, string | undefined> {
  return parseEnv(readFileSync(join(directory, "demo.env"), "utf8"));
}

/** The owner's connection to the database under test; close it. */
export function ownerDatabase(): Sql {
  const { MIGRATE_DATABASE_URL } = startedEnvironment();
  if (!MIGRATE_DATABASE_URL) throw new Error("demo.env names no MIGRATE_DATABASE_URL");
  return postgres(MIGRATE_DATABASE_URL, { max: 2, onnotice: () => {} });
}

/** A demo account of a role: the first, or another one. */
export function accountOf(role: Role, which = 0) {
  const account = demoStaff.filter((one) => one.role === role)[which];
  if (!account) throw new Error(`the demo has no ${role} number ${which + 1}`);
  return account;
}
