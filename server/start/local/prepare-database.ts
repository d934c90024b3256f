import postgres from "postgres";
import type { Secrets } from "../data/secrets.ts";
import { createLoginRoles } from "./login-roles.ts";

const DATABASE = "memberscope";

/** Makes the database `memberscope` on a server when it is not there. */
export async function createDatabase(serverUrl: string): Promise<string> {
  const sql = postgres(serverUrl, { max: 1, onnotice: () => {} });
  try {
    const found = await sql`select from pg_database where datname = ${DATABASE}`;
    if (found.length === 0) await sql`create database ${sql(DATABASE)}`;
  } finally {
    await sql.end();
  }
  const url = new URL(serverUrl);
  url.pathname = DATABASE;
  return url.href;
}

/** Makes the accounts of web, worker and the demo systems, with the passwords of this data directory. */
export function createAccounts(ownerUrl: string, secrets: Secrets): Promise<void> {
  return createLoginRoles({ url: ownerUrl, passwordOf: (role) => secrets[role] });
}
