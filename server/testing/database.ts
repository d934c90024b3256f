import { randomUUID } from "node:crypto";
import postgres, { type Sql } from "postgres";
import { afterAll, beforeAll, inject } from "vitest";
import { connectAs, type LoginRole } from "../start/local/login-roles.ts";
import { TEMPLATE_DATABASE } from "./template-database.ts";

/** The database of one test file. */
export interface TestDatabase {
  /** A connection to it: as its owner, or as the account that a program uses, with that account's grants. */
  url(role?: LoginRole): string;
  /** One driver for the whole file, connected as the owner; closed after the last test. */
  owner(): Sql;
}

/**
 * Gives a test file its own migrated database, made before its first test and dropped after its last. Call it at the
 * top of the file, once; what it returns may be used inside tests and hooks.
 */
export function useDatabase(): TestDatabase {
  const server = inject("postgresUrl");
  const name = `test_${randomUUID().replaceAll("-", "")}`;
  const ownerUrl = new URL(server);
  ownerUrl.pathname = name;
  let owner: Sql | null = null;

  beforeAll(async () => {
    await runAsAdmin(server, (admin) => {
      return admin`create database ${admin(name)} template ${admin(TEMPLATE_DATABASE)} strategy file_copy`;
    });
  });
  afterAll(async () => {
    await owner?.end();
    // Force: a test that fails may leave connections behind, and its own message must be the one to be seen.
    await runAsAdmin(server, (admin) => admin`drop database if exists ${admin(name)} with (force)`);
  });

  return {
    url: (role) => (role === undefined ? ownerUrl.href : connectAs(ownerUrl.href, { role, password: null })),
    owner() {
      owner ??= postgres(ownerUrl.href, { max: 4, onnotice: () => {} });
      return owner;
    },
  };
}

async function runAsAdmin(server: string, work: (admin: Sql) => Promise<unknown>): Promise<void> {
  const admin = postgres(server, { max: 1, onnotice: () => {} });
  try {
    await work(admin);
  } finally {
    await admin.end();
  }
}
