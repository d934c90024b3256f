// The path of docs/adopting.md, by its own example files, in a database that knows nothing of the demo.
import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import postgres from "postgres";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { runCommandLine } from "../cli/run-command-line.ts";
import { useMessaging } from "../testing/messaging.ts";
import { otherLanguages } from "../testing/other-languages.ts";
import { type ServedRoute, serveRoute } from "../testing/serve-route.ts";
import { waitUntil } from "../testing/wait-until.ts";
import { startWorkerProcess, type WorkerProcess } from "../testing/worker-process.ts";
import { connectAs } from "./local/login-roles.ts";

const examples = join(import.meta.dirname, "../../docs/examples");
const name = `adopter_${randomUUID().slice(0, 8)}`;
const { prefix } = useMessaging();
const arnOf = (topic: string) => `arn:aws:sns:us-east-1:000000000000:${prefix}${topic}`;
const urlAs = (role: string) => {
  const url = new URL(connectAs(inject("postgresUrl"), { role, password: null }));
  url.pathname = name;
  return url.href;
};
const settings = {
  INTERNAL_TOPIC_ARN: arnOf("internal"),
  EXTERNAL_TOPIC_ARN: arnOf("external"),
  MIGRATE_DATABASE_URL: urlAs(name),
  DATABASE_URL: urlAs(`${name}_web`),
  WORKER_DATABASE_URL: urlAs(`${name}_worker`),
};
const admin = postgres(inject("postgresUrl"), { max: 1, onnotice: () => {} });
const owner = postgres(settings.MIGRATE_DATABASE_URL, { max: 1, onnotice: () => {} });
let api: ServedRoute;
let worker: WorkerProcess;
let token = "none";

beforeAll(async () => {
  await admin.unsafe(`create role ${name} login createrole`);
  await admin.unsafe(`create database ${name} owner ${name}`);
  // The group roles are the server's, made with the template by its owner; an adopter's owner makes them, and may then grant them.
  await admin.unsafe(`
    grant memberscope_web, memberscope_worker, memberscope_domain_writer to ${name} with admin true, inherit false, set false`);
  // What a database in use may hold already: the extension in another place, and a schema named like the demo's.
  await owner.unsafe("create extension pgcrypto; create schema member; create table member.deferred_task (id int)");
  Object.assign(process.env, settings);
});
afterAll(async () => {
  await Promise.all([api?.stop(), worker?.stop(), owner.end()]);
  const { searchDatabase, webDatabase } = await import("../trpc/process/web-database.ts");
  await Promise.all([webDatabase().$client.end(), searchDatabase().$client.end()]);
  await admin.unsafe(`drop database ${name} with (force)`);
  await admin.unsafe(`drop role if exists ${name}_web, ${name}_worker, ${name}_system, ${name}`);
  await admin.end();
});

const node = (file: string, ...args: string[]) => promisify(execFile)(process.execPath, [file, ...args]);

async function memberscope(...args: string[]) {
  const lines: string[] = [];
  const said: string[] = [];
  const output = { print: (line: string) => void lines.push(line), say: (line: string) => void said.push(line) };
  const env = { ...process.env, MEMBERSCOPE_URL: api?.url, MEMBERSCOPE_TOKEN: token };
  const code = await runCommandLine(args, { env, output });
  expect([code, said.filter(() => code !== 0)], args.join(" ")).toEqual([0, []]);
  return lines;
}

/** An example as it stands, but for the login's name: roles are the whole server's. */
async function runExample(file: string, sql = owner): Promise<void> {
  await sql.unsafe((await readFile(join(examples, file), "utf8")).replaceAll("shop_system", `${name}_system`));
}

const findEvents = async (member: string) =>
  (await memberscope("events", "search", "--member", member, "--json")).map((line) => JSON.parse(line));

test("an owner without superuser's rights migrates, and the queues to be are the recorder's and the external publisher's", async () => {
  await node(join(import.meta.dirname, "migrate-main.ts"));
  for (const role of ["web", "worker"]) {
    await owner.unsafe(`create role ${name}_${role} login in role memberscope_${role}`);
  }
  const planned = (await memberscope("aws", "plan", "--json")).map((line) => JSON.parse(line));
  expect(planned.filter(({ kind }) => kind === "queue").map((change) => change.name.replace(prefix, ""))).toEqual(
    expect.arrayContaining([expect.stringMatching(/external-publisher/), expect.stringMatching(/recorder/)]),
  );
  expect(planned.filter(({ kind }) => kind === "queue")).toHaveLength(4);
  await memberscope("aws", "apply");
});

test("catalog, view and login from the examples, and one insert by SQL is visible and published in both layers", async () => {
  const { POST } = await import("../../app/api/trpc/[trpc]/route.ts");
  api = await serveRoute(POST);
  worker = await startWorkerProcess(settings);
  await memberscope("accounts", "create", "--login", "ADMIN", "--role", "admin");
  token = (await memberscope("tokens", "create", "--login", "ADMIN"))[0] ?? "";
  await memberscope("catalog", "push", join(examples, "catalog.json"));
  for (const file of ["own-tables.sql", "member-profile.sql", "own-login.sql", "record-by-sql.sql"]) {
    await runExample(file);
  }
  await waitUntil("the event to be published", async () => (await findEvents("c-1"))[0]?.published === true);
  const [event] = await findEvents("c-1");
  expect(event).toMatchObject({
    action: "nickname.changed",
    attributes: { nickname: { from: "lark", to: "skylark" } },
  });
  await waitUntil("both layers to have nothing waiting", async () => {
    const [line = ""] = await memberscope("publication", "status", "--json");
    return JSON.parse(line).layers.every(({ waiting }: { waiting: number }) => waiting === 0);
  });
  expect((await memberscope("events", "show", event.id)).join("\n")).toMatch(/external/);
  expect(await memberscope("members", "timeline", "c-1")).toHaveLength(1);
});

test("the system's own login records from TypeScript and by trigger, and may do nothing else", async () => {
  const system = urlAs(`${name}_system`);
  const file = join(examples, "record-from-typescript.ts");
  const { stdout } = await node(file, system, "c-1", "robin");
  expect((await findEvents("c-1"))[0]).toMatchObject({
    id: stdout.trim(),
    attributes: { nickname: { to: "robin" } },
  });
  await runExample("record-by-trigger.sql");
  const sql = postgres(system, { max: 1 });
  try {
    await sql`update shop.customer set phone = '010-7777-8888' where id = 'c-2'`;
    expect((await findEvents("c-2"))[0].attributes).toEqual({
      phone: { from: "010-****-6789", to: "010-****-8888" },
    });
    await runExample("record-from-outbox.sql");
    const letter = { attributes: { nickname: { from: "wren", to: "kite" } }, context: { channel: "outbox" } };
    const write = (type: string) => sql`
      insert into shop.outbox values (gen_random_uuid(), 'member', 'c-2', ${type}, ${JSON.stringify(letter)}::text::jsonb)`;
    await write("nickname.changed");
    await sql`delete from shop.outbox`;
    expect((await findEvents("c-2"))[0]).toMatchObject({ action: "nickname.changed", ...letter });
    // What the catalog does not know fails the transaction that wrote it, with the field's name.
    await expect(write("nickname.chnged")).rejects.toMatchObject({ code: "MS400", column_name: "action" });
    await expect(sql`select from event.member_event`).rejects.toMatchObject({ code: "42501" });
    await expect(sql`select event.find_personal('phone', '010-7777-8888')`).rejects.toMatchObject({ code: "42501" });
  } finally {
    await sql.end();
  }
});

test("a test of the adopter's own sees what its transaction recorded, and nothing of it stays", async () => {
  const sql = postgres(urlAs(`${name}_system`), { max: 1, onnotice: () => {} });
  try {
    await sql.unsafe(await readFile(join(examples, "test-recording.sql"), "utf8"));
    expect(await sql`select from event.recorded_here()`).toHaveLength(0);
    await expect(
      sql.begin(async (tx) => {
        await tx`select event.record_member_event('c-1', 'nickname.changed', '{"nickname": {"to": "finch"}}')`;
        expect(await tx`select member_id, action, attributes from event.recorded_here()`).toEqual([
          { member_id: "c-1", action: "nickname.changed", attributes: { nickname: { to: "finch" } } },
        ]);
        throw new Error("rolled back");
      }),
    ).rejects.toThrow("rolled back");
  } finally {
    await sql.end();
  }
  expect((await findEvents("c-1"))[0].attributes.nickname.to).not.toMatch(/heron|finch/);
});

const others = await otherLanguages(examples);
test.runIf(others.length > 0).each(others)("the example in $language records where $language is here", async (one) => {
  const { stdout } = await one.run(urlAs(`${name}_system`), "c-1", `from ${one.language}`);
  expect((await findEvents("c-1"))[0]).toMatchObject({
    id: stdout.trim(),
    attributes: { nickname: { to: `from ${one.language}` } },
  });
});

test("the worker of all loops runs without the demo's member system and complains of nothing", () => {
  expect(worker.output()).toContain("no policy is registered");
  expect(worker.output()).not.toMatch(/"level":(40|50|60)/);
});
