import { spawn, spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import postgres from "postgres";
import { afterAll, expect, test } from "vitest";
import { waitUntil } from "../testing/wait-until.ts";
import { startEmbeddedPostgres } from "./postgres.ts";
import { postgresAccount } from "./postgres-account.ts";
import { isAlive } from "./running-process.ts";

const base = mkdtempSync(join(tmpdir(), "memberscope-embedded-"));
// Another account may have to enter: see postgresAccount.
chmodSync(base, 0o755);
afterAll(() => rmSync(base, { recursive: true, force: true }));

async function ask(url: string, statement: string): Promise<readonly Record<string, unknown>[]> {
  const sql = postgres(url, { max: 1, connect_timeout: 5, onnotice: () => {} });
  try {
    return [...(await sql.unsafe(statement))];
  } finally {
    await sql.end();
  }
}

const durable = { durable: true, superuserPassword: "with / and @ and ü" };

test("what was committed is there after a stop and after a kill, on the same port", async () => {
  const dir = join(base, "kept");
  const first = await startEmbeddedPostgres({ ...durable, dir });
  await ask(first.url, "create table kept (value int); insert into kept values (1)");
  await first.stop();

  const second = await startEmbeddedPostgres({ ...durable, dir, port: first.port });
  await ask(second.url, "insert into kept values (2)");
  process.kill(second.pid, "SIGKILL");
  await second.exited;

  const third = await startEmbeddedPostgres({ ...durable, dir, port: first.port });
  const rows = await ask(third.url, "select value from kept order by value");
  await third.stop();
  expect(rows).toEqual([{ value: 1 }, { value: 2 }]);
});

test("a first start killed in the middle of making the cluster does not hinder the next one", async () => {
  const dir = join(base, "interrupted");
  const program = `
    import { existsSync, readdirSync } from "node:fs";
    import { startEmbeddedPostgres } from ${JSON.stringify(join(import.meta.dirname, "postgres.ts"))};
    setInterval(() => {
      const made = readdirSync(${JSON.stringify(base)}).filter((name) => name.startsWith("interrupted"));
      if (made.some((name) => existsSync(${JSON.stringify(base)} + "/" + name + "/PG_VERSION"))) {
        process.kill(process.pid, "SIGKILL");
      }
    }, 1);
    await startEmbeddedPostgres({ dir: ${JSON.stringify(dir)}, durable: false });`;
  const run = spawnSync(process.execPath, ["--input-type=module-typescript", "-e", program], { encoding: "utf8" });
  expect(run.signal).toBe("SIGKILL");
  const server = await startEmbeddedPostgres({ dir, durable: false });
  expect(await ask(server.url, "select 1 as one")).toEqual([{ one: 1 }]);
  await server.stop();
  expect(readdirSync(base).filter((name) => name.startsWith("interrupted"))).toEqual(["interrupted"]);
});

test("a server with a password lets nobody in without it", async () => {
  const server = await startEmbeddedPostgres({ ...durable, dir: join(base, "guarded") });
  const without = new URL(server.url);
  without.password = "wrong";
  await expect(ask(without.href, "select 1")).rejects.toMatchObject({ code: "28P01" });
  await server.stop();
});

test("a killed server that is not gone yet is waited for", async () => {
  const dir = join(base, "dying");
  const first = await startEmbeddedPostgres({ dir, durable: false });
  await first.stop();
  // Like the killed server: a process of the same account, with nothing of a server in its command line.
  const dying = spawn("sleep", ["1"], { ...postgresAccount(), cwd: "/" });
  writeFileSync(join(dir, "postmaster.pid"), `${dying.pid}\n${dir}\n1\n${first.port}\n\n127.0.0.1\n`);
  const next = await startEmbeddedPostgres({ dir, durable: false });
  expect(dying.exitCode).toBe(0);
  await next.stop();
});

test("a server that an earlier start left behind is stopped by the next start", async () => {
  const dir = join(base, "left");
  const left = await startEmbeddedPostgres({ dir, durable: false });
  const next = await startEmbeddedPostgres({ dir, durable: false });
  await waitUntil("the earlier server has ended", () => !isAlive(left.pid));
  expect(await ask(next.url, "select 1 as one")).toEqual([{ one: 1 }]);
  await next.stop();
});

test("a server ends when the process that started it is killed outright", async () => {
  const dir = join(base, "orphan");
  const program = `
    import { startEmbeddedPostgres } from ${JSON.stringify(join(import.meta.dirname, "postgres.ts"))};
    const server = await startEmbeddedPostgres({ dir: ${JSON.stringify(dir)}, durable: false });
    console.log(server.pid);
    process.kill(process.pid, "SIGKILL");`;
  const run = spawnSync(process.execPath, ["--input-type=module-typescript", "-e", program], { encoding: "utf8" });
  expect(run.signal).toBe("SIGKILL");
  await waitUntil("the server has ended", () => !isAlive(Number(run.stdout)));
});
