import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makeActor } from "../../testing/actors.ts";
import { useDatabase } from "../../testing/database.ts";
import { type ServedRoute, serveRoute } from "../../testing/serve-route.ts";
import { runCommandLine } from "../run-command-line.ts";

const database = useDatabase();
let api: ServedRoute;
let folder: string;
const tokens = new Map<string, string>();

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "memberscope-"));
  const arn = "arn:aws:sns:us-east-1:000000000000:none";
  const settings = { INTERNAL_TOPIC_ARN: arn, EXTERNAL_TOPIC_ARN: arn };
  Object.assign(process.env, { ...settings, DATABASE_URL: database.url("web") });
  const { POST } = await import("../../../app/api/trpc/[trpc]/route.ts");
  api = await serveRoute(POST);
  for (const role of ["admin", "analyst"] as const) {
    const { login } = await makeActor(database.owner(), role);
    tokens.set(role, (await run(["tokens", "create", "--login", login])).lines[0] ?? "");
  }
});
afterAll(async () => {
  await Promise.all([api.stop(), rm(folder, { recursive: true })]);
  const { searchDatabase, webDatabase } = await import("../../trpc/process/web-database.ts");
  await Promise.all([webDatabase().$client.end(), searchDatabase().$client.end()]);
});

async function run(args: readonly string[], given: Record<string, string> = {}, role = "admin") {
  const lines: string[] = [];
  const said: string[] = [];
  const env = {
    DATABASE_URL: database.url("web"),
    MEMBERSCOPE_URL: api.url,
    MEMBERSCOPE_TOKEN: tokens.get(role) ?? "none",
    ...given,
  };
  const output = { print: (line: string) => void lines.push(line), say: (line: string) => void said.push(line) };
  const code = await runCommandLine(args, { env, output });
  return { code, lines, said: said.join("\n") };
}

async function fileOf(name: string, content: unknown): Promise<string> {
  const file = join(folder, name);
  await writeFile(file, typeof content === "string" ? content : JSON.stringify(content));
  return file;
}

const catalog = {
  actions: [
    {
      name: "name.changed",
      family: "profile",
      versions: [
        {
          version: 1,
          external: true,
          schema: { type: "object", properties: { name: { type: "string", personal: "name" } }, required: ["name"] },
          sentence: { ko: "이름을 {name}(으)로 바꿨습니다", en: "Changed the name to {name}" },
        },
      ],
    },
  ],
};

test("an admin pushes a catalog through the API, and everybody can list it", async () => {
  const file = await fileOf("catalog.json", catalog);
  expect((await run(["catalog", "list"], {}, "analyst")).said).toContain("The event catalog is empty");
  const refused = await run(["catalog", "push", file], {}, "analyst");
  expect([refused.code, refused.said]).toEqual([1, expect.stringContaining("catalog:push")]);
  expect(await run(["catalog", "check", file], {}, "analyst")).toMatchObject({
    code: 0,
    lines: ["added: name.changed v1, and becomes the current one", "0 of 1 versions are as they are stored."],
  });
  expect((await run(["catalog", "types", file], { MEMBERSCOPE_TOKEN: "" })).lines[0]).toContain(
    '"name": Change<string>;',
  );
  expect((await run(["catalog", "push", file, "--json"])).lines).toEqual(['{"added":1,"changed":0}']);
  expect((await run(["catalog", "push", file, "--json"])).lines).toEqual(['{"added":0,"changed":0}']);
  expect((await run(["catalog", "list"], {}, "analyst")).lines).toEqual([
    "name.changed  v1  profile  external  name: name (required)",
  ]);
  const records = await database.owner()`
    select distinct a.role, r.result from staff.access_record r join staff.account a on a.id = r.account_id
     where r.act = 'catalog.push' order by a.role`;
  expect(records).toEqual([
    { role: "admin", result: "done" },
    { role: "analyst", result: "refused" },
  ]);
});

test("a version may be corrected through the API until an event uses it", async () => {
  const text = JSON.stringify(catalog).replace("Changed the name to {name}", "The name became {name}");
  expect((await run(["catalog", "push", await fileOf("b.json", text), "--json"])).lines).toEqual([
    '{"added":0,"changed":1}',
  ]);
  await database.owner()`select event.record_member_event('m-1', 'name.changed', '{"name": {"to": "Kim"}}')`;
  const refused = await run(["catalog", "push", await fileOf("a.json", catalog)]);
  expect([refused.code, refused.said]).toEqual([
    1,
    expect.stringContaining("differs from the one that events were stored with"),
  ]);
});

test("a faulty catalog names every fault, and a file that is none says so", async () => {
  const faulty = await fileOf("faulty.json", { actions: [{ ...catalog.actions[0], family: "x", colour: 1 }] });
  const { code, said } = await run(["catalog", "push", faulty]);
  expect([code, said]).toEqual([1, expect.stringMatching(/2 faults[\s\S]*actions\[0\]\.family[\s\S]*"colour"/)]);
  expect((await run(["catalog", "push", await fileOf("none.json", "{")])).said).toContain("is no JSON");
  expect((await run(["catalog", "push", "/nowhere.json"])).said).toContain("cannot be read");
});

test("an account made on the host can sign in with the password that was printed, and its login is taken then", async () => {
  const made = await run(["accounts", "create", "--login", "first", "--role", "admin", "--json"]);
  const { login, password } = JSON.parse(made.lines[0] ?? "");
  const { signIn } = await import("../../staff/sign-in/sign-in.ts");
  const { webDatabase } = await import("../../trpc/process/web-database.ts");
  expect(await signIn(webDatabase(), { login, password, ip: null, userAgent: null })).toMatchObject({
    kind: "signed-in",
  });
  const again = await run(["accounts", "create", "--login", "first", "--role", "admin"]);
  expect([again.code, again.said]).toEqual([1, expect.stringContaining('The login "first" is taken')]);
  const wrong = await run(["accounts", "create", "--login", "x", "--role", "king"]);
  expect([wrong.code, wrong.said]).toEqual([2, expect.stringContaining("--role must be one of agent, analyst")]);
});

test("a member's state is shown with the events that set it, now and before", async () => {
  await database.owner()`select event.record_member_event('m-2', 'name.changed', '{"name": {"to": "Kim"}}')`;
  const now = await run(["members", "state", "m-2"]);
  expect(now.code).toBe(0);
  expect(now.lines.find((line) => line.startsWith("name"))).toMatch(
    /^name +K\*\* {2}\(20.*Z {2}name\.changed {2}[0-9a-f-]{36}\)$/,
  );
  expect(now.lines.find((line) => line.startsWith("address"))).toMatch(/^address +unknown$/);
  const before = await run(["members", "state", "m-2", "--at", "2020-01-01T00:00:00Z", "--json"]);
  expect(before.said).toContain("No event sets a field of the state of the member m-2 by then");
  expect(now.said).not.toContain("No event sets");
  const { at, fields } = JSON.parse(before.lines[0] ?? "");
  expect([at, fields.every(({ state }: { state: string }) => state === "unknown")]).toEqual([
    "2020-01-01T00:00:00.000Z",
    true,
  ]);
  expect((await run(["members", "state", "m-2", "--at", "today"])).code).toBe(2);
});

test("an import prints its report and ends by its verdict", async () => {
  const mapping = await fileOf("mapping.json", {
    source: "old names",
    sourceId: "no",
    member: "user",
    time: { path: "at", zone: "Asia/Seoul" },
    action: { constant: "name.changed" },
    attributes: { name: { from: "old", to: "new" } },
  });
  const owner = { MIGRATE_DATABASE_URL: database.url() };
  const header = "no,user,at,old,new\n";
  const good = await fileOf("good.csv", `${header}1,m-3,2016-05-01 00:30:00,Kim,Lee\n`);
  const done = await run(["records", "import", "--mapping", mapping, "--file", good], owner);
  expect([done.code, done.lines.at(-1)]).toEqual([0, "parity: true"]);
  expect(done.lines.find((line) => line.startsWith("2016-05-01"))).toMatch(/equal$/);
  const bad = await fileOf("bad.csv", `${header}2,m-3,2016-05-01 00:30:00,Kim,Lee\n3,,2016-05-01 00:30:00,Kim,Lee\n`);
  const failed = await run(["records", "import", "--mapping", mapping, "--file", bad, "--json"], owner);
  expect(failed.code).toBe(1);
  expect(failed.said).toMatch(
    /Line 3: memberId: there is no value at user[\s\S]*Parity is false: 1 of 2 rows became no event/,
  );
  expect(JSON.parse(failed.lines[0] ?? "")).toMatchObject({
    verdict: false,
    rows: { stored: 1, refused: 1 },
    refused: [{ line: 3 }],
  });
});

test("an import says what it lacks: options, a mapping, the owner's connection", async () => {
  const import_ = (...args: string[]) => run(["records", "import", ...args]);
  expect(await import_()).toMatchObject({
    code: 2,
    said: expect.stringContaining("--mapping or --kept must be given"),
  });
  expect(await import_("--mapping", "m.json")).toMatchObject({
    code: 2,
    said: expect.stringContaining("--file or --table must be given"),
  });
  expect(await import_("--mapping", "/nowhere.json", "--file", "x.csv")).toMatchObject({
    code: 1,
    said: expect.stringContaining("cannot be read"),
  });
  const faulty = await fileOf("faulty-mapping.json", { source: "x" });
  expect((await import_("--mapping", faulty, "--file", "x.csv")).said).toMatch(
    /The mapping has \d+ faults[\s\S]*member: /,
  );
  const mapping = await fileOf("rows.json", {
    source: "x",
    sourceId: { line: true },
    member: "m",
    time: "t",
    action: { constant: "name.changed" },
  });
  const file = await fileOf("rows.jsonl", '{"m":"a","t":"2016-01-01T00:00:00Z"}');
  expect((await import_("--mapping", mapping, "--file", file)).said).toContain(
    "Set MIGRATE_DATABASE_URL to the owner's connection",
  );
});
