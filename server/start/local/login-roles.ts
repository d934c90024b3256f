import postgres from "postgres";

/** The accounts that programs connect as, each a member of the group role that holds its grants. */
export const loginRoles = ["web", "worker", "domain_writer", "family_account", "partner_reporter"] as const;

/** One of the accounts above. */
export type LoginRole = (typeof loginRoles)[number];

/** Connections of each account at once; PostgreSQL takes 100, and the owner needs some. */
const CONNECTION_LIMITS: Readonly<Record<LoginRole, number>> = {
  web: 30,
  worker: 30,
  domain_writer: 10,
  family_account: 5,
  partner_reporter: 5,
};

/** A page that takes longer has lost its reader; the worker's own jobs may take longer. */
const STATEMENT_TIMEOUTS: Readonly<Record<LoginRole, string>> = {
  web: "10s",
  worker: "0",
  domain_writer: "10s",
  family_account: "10s",
  partner_reporter: "10s",
};

/**
 * Makes the login accounts, or brings them to these passwords and limits. Each gets the grants of its group
 * role, which migrate makes; an account without a group may connect and nothing more.
 *
 * @param url a superuser's connection to any database of the server.
 * @param passwordOf the password of each account; null for none, where the server asks for none (tests).
 */
export async function createLoginRoles({
  url,
  passwordOf,
}: {
  url: string;
  passwordOf: (role: LoginRole) => string | null;
}): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  try {
    for (const role of loginRoles) {
      // Utility commands take no parameters, so PostgreSQL itself does the quoting.
      const commands = await sql<{ command: string }[]>`
        select format('create role %I', ${role}::text) as command
         where not exists (select from pg_roles where rolname = ${role})
        union all
        select format('alter role %I login password %L connection limit %s', ${role}::text, ${passwordOf(role)}::text,
                      ${CONNECTION_LIMITS[role]}::int)
        union all
        select format('alter role %I set statement_timeout = %L', ${role}::text, ${STATEMENT_TIMEOUTS[role]}::text)
        union all
        select format('grant %I to %I', rolname, ${role}::text) from pg_roles where rolname = ${`memberscope_${role}`}`;
      for (const { command } of commands) await sql.unsafe(command);
    }
  } finally {
    await sql.end();
  }
}

/** The same connection as another account; a null password leaves it out. */
export function connectAs(url: string, account: { role: string; password: string | null }): string {
  const changed = new URL(url);
  changed.username = account.role;
  changed.password = account.password ?? "";
  return changed.href;
}
