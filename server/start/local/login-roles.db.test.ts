import postgres from "postgres";
import { expect, test } from "vitest";
import { useDatabase } from "../../testing/database.ts";
import { loginRoles } from "./login-roles.ts";

const database = useDatabase();

test.each(loginRoles)("%s connects as itself, is no superuser and makes no table", async (role) => {
  const sql = postgres(database.url(role), { max: 1, onnotice: () => {} });
  try {
    const [account] = await sql`
      select current_user as name, rolsuper or rolcreaterole or rolcreatedb or rolbypassrls as "isPowerful"
        from pg_roles where rolname = current_user`;
    expect(account).toEqual({ name: role, isPowerful: false });
    await expect(sql`create table event.intruder (id int)`).rejects.toMatchObject({ code: "42501" });
    await expect(sql`create table public.intruder (id int)`).rejects.toMatchObject({ code: "42501" });
  } finally {
    await sql.end();
  }
});

test("a statement of the console ends after ten seconds", async () => {
  const sql = postgres(database.url("web"), { max: 1, onnotice: () => {} });
  const [row] = await sql`show statement_timeout`;
  await sql.end();
  expect(row).toEqual({ statement_timeout: "10s" });
});
