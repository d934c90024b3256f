import { createServer, type Server, type ServerResponse } from "node:http";
import postgres, { type Sql } from "postgres";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { insertTestCatalog } from "../testing/catalog.ts";
import { useDatabase } from "../testing/database.ts";
import { waitUntil } from "../testing/wait-until.ts";
import { matchPath } from "./match-path.ts";
import { noteOnReply, type ReplyEvent, type ReplyRule, recordReplies } from "./record-replies.ts";

const database = useDatabase();
let writer: Sql;
let server: Server;
let url: string;
let failures: unknown[];
let handle: (response: ServerResponse) => void;

const rules: ReplyRule[] = [
  { method: "PUT", path: "/members/:memberId/note", action: "thing.changed" },
  { method: "POST", path: "/notes", action: "thing.changed", outcomes: ["succeeded"] },
  {
    method: "GET",
    path: "/members/:memberId/places/:place",
    action: ({ status }) => (status === 304 ? null : "thing.seen"),
    attributes: ({ names }) => ({ place: { to: names.place ?? "" } }),
  },
];

async function record(event: ReplyEvent): Promise<void> {
  const { memberId, action, attributes, context, source, sourceEventId } = event;
  await writer`select event.record_member_event(${memberId}, ${action}, ${JSON.stringify(attributes)}::text::jsonb, ${JSON.stringify(context)}::text::jsonb,
    source => ${source}, source_event_id => ${sourceEventId})`;
}

beforeAll(async () => {
  await insertTestCatalog(database.owner());
  writer = postgres(database.url("domain_writer"), { max: 2, onnotice: () => {} });
  const handler = recordReplies(
    {
      source: "shop",
      rules,
      actorOf: ({ headers }) => String(headers["x-staff"] ?? "member"),
      requestIdOf: ({ headers }) => headers["x-request-id"]?.toString(),
      record,
      onFailure: (error) => void failures.push(error),
    },
    (_, response) => handle(response),
  );
  server = createServer(handler);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  url = `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
});
afterAll(async () => {
  server.closeAllConnections();
  await Promise.all([new Promise((resolve) => server.close(resolve)), writer.end()]);
});
beforeEach(() => {
  failures = [];
  handle = (response) => response.end("done");
});
afterEach(() => database.owner()`truncate event.member_event, event.source_event`);

async function events() {
  return database.owner()<{ member_id: string; action: string; attributes: object; context: object }[]>`
    select member_id, action, attributes, context from event.member_event_status order by id`;
}

test("a chosen request is an event with member, change, actor and outcome by the time its reply is whole", async () => {
  handle = (response) => {
    noteOnReply(response, { attributes: { note: { from: "a", to: "b" } } });
    response.writeHead(200, { "content-type": "text/plain" });
    response.write("do");
    response.end("ne");
  };
  const answer = await fetch(`${url}/members/m-1/note?x=secret`, { method: "PUT", headers: { "x-staff": "s-7" } });
  expect([answer.status, await answer.text()]).toEqual([200, "done"]);
  expect([...(await events())]).toEqual([
    {
      member_id: "m-1",
      action: "thing.changed",
      attributes: { note: { from: "a", to: "b" } },
      context: {
        actor: "s-7",
        outcome: "succeeded",
        status: 200,
        request: "PUT /members/:memberId/note",
        ip: expect.stringContaining("127.0.0.1"),
      },
    },
  ]);
  expect(failures).toEqual([]);
});

test("a refused and a failed request are told by their outcome, unless the rule leaves them out", async () => {
  for (const status of [409, 503]) {
    handle = (response) => void response.writeHead(status).end();
    await fetch(`${url}/members/m-2/note`, { method: "PUT" });
    await fetch(`${url}/notes`, { method: "POST" });
  }
  expect((await events()).map(({ context }) => context)).toMatchObject([
    { outcome: "refused", status: 409 },
    { outcome: "failed", status: 503 },
  ]);
});

test("the handler may name the member, and without one it is unknown", async () => {
  handle = (response) => {
    noteOnReply(response, { memberId: "m-3" });
    response.end();
  };
  await fetch(`${url}/notes`, { method: "POST" });
  handle = (response) => response.end();
  await fetch(`${url}/notes`, { method: "POST" });
  expect((await events()).map(({ member_id }) => member_id)).toEqual(["m-3", "unknown"]);
});

test("other requests, and those whose action is null, are no events", async () => {
  await fetch(`${url}/members/m-4/note`);
  await fetch(`${url}/members/m-4/note/more`, { method: "PUT" });
  handle = (response) => void response.writeHead(304).end();
  await fetch(`${url}/members/m-4/places/here`);
  expect(await events()).toHaveLength(0);
});

test("a repeated request with its id is one event", async () => {
  const repeat = () => fetch(`${url}/members/m-5/places/h%C3%A9re`, { headers: { "x-request-id": "r-1" } });
  await Promise.all([repeat(), repeat()]);
  await repeat();
  expect(await events()).toMatchObject([{ action: "thing.seen", attributes: { place: { to: "hére" } } }]);
  expect(failures).toEqual([]);
});

test("an event that is refused does not fail the request and is told", async () => {
  handle = (response) => {
    noteOnReply(response, { attributes: { colour: { to: "red" } } });
    response.end("done");
  };
  const answer = await fetch(`${url}/members/m-6/note`, { method: "PUT" });
  expect([answer.status, await answer.text()]).toEqual([200, "done"]);
  expect(failures).toMatchObject([{ code: "MS400", column_name: "attributes.colour" }]);
});

test("a client that leaves before the reply is an aborted request", async () => {
  let isThere = false;
  handle = () => {
    isThere = true;
  };
  const leaving = new AbortController();
  const asking = fetch(`${url}/members/m-7/note`, { method: "PUT", signal: leaving.signal });
  await waitUntil("the request is there", async () => isThere);
  leaving.abort();
  await expect(asking).rejects.toThrow();
  await waitUntil("the event is there", async () => (await events()).length > 0);
  const [event] = await events();
  expect(event?.context).toMatchObject({ outcome: "aborted" });
  expect(event?.context).not.toHaveProperty("status");
});

describe("a path", () => {
  test.each([
    ["/a/:b", "/a/x", { b: "x" }],
    ["/a/:b", "/a/x?y=/z", { b: "x" }],
    ["/a/:b", "/a/x%2Fy", { b: "x/y" }],
    ["/a/:b", "/a/", undefined],
    ["/a/:b", "/a/%", undefined],
    ["/a/:b", "/a/x/", undefined],
    ["/a", "/A", undefined],
  ])("%s of %s names %j", (pattern, path, names) => {
    expect(matchPath(pattern, path)).toEqual(names);
  });
});
