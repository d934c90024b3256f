import { initTRPC, TRPCError } from "@trpc/server";
import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { ACTING_HEADER } from "../../server/vocabulary/staff/acting-header.ts";
import { setAsk } from "./ask-for-proof.ts";
import { CallError } from "./call-error.ts";
import { sendCall } from "./send-call.ts";

let isProved = false;
const given = (value: unknown) => value;

const t = initTRPC.create({
  errorFormatter: ({ shape, error }) => ({ ...shape, data: { ...shape.data, refusal: error.cause?.message } }),
});
const router = t.router({
  echo: t.procedure.input(given).query(({ input }) => ({ input })),
  double: t.procedure.input(given).mutation(({ input }) => Number(input) * 2),
  counts: t.router({ all: t.procedure.input(given).query(() => 7) }),
  guarded: t.procedure.input(given).mutation(() => {
    if (!isProved) throw new TRPCError({ code: "FORBIDDEN", message: "Prove it.", cause: new Error("unproved") });
    return "done";
  }),
  refused: t.procedure.input(given).query(() => {
    throw new TRPCError({ code: "NOT_FOUND", message: "There is none." });
  }),
});

/** What went over the wire: the server itself answers. */
let sent: Request[] = [];
beforeEach(() => {
  [sent, isProved] = [[], false];
  vi.stubGlobal("fetch", (url: string, init: RequestInit) => {
    const request = new Request(`http://console.test${url}`, init);
    sent.push(request.clone());
    return fetchRequestHandler({ endpoint: "/api/trpc", req: request, router, allowMethodOverride: true });
  });
});
afterEach(() => {
  vi.unstubAllGlobals();
  setAsk(null);
});

const call = (path: string, input: unknown = {}) => sendCall({ kind: "query", path, input });
const act = (path: string, input: unknown = {}) => sendCall({ kind: "mutation", path, input });

test("calls of one moment go together, ten at most, by POST, and no input stands in an address", async () => {
  const answers = await Promise.all(Array.from({ length: 11 }, (_, n) => call("echo", { secret: n })));
  expect(answers).toEqual(Array.from({ length: 11 }, (_, n) => ({ input: { secret: n } })));
  expect(sent.map(({ method, url }) => [method, url.includes("secret"), url.split(",").length])).toEqual([
    ["POST", false, 10],
    ["POST", false, 1],
  ]);
});

test("what may take long goes alone, and what changes something apart from what reads", async () => {
  const asked = [call("counts.all"), call("echo", 1), call("echo", 2), act("double", 4)];
  expect(await Promise.all(asked)).toEqual([7, { input: 1 }, { input: 2 }, 8]);
  const paths = sent.map(({ url }) => new URL(url).pathname);
  expect(paths.sort()).toEqual(["/api/trpc/counts.all", "/api/trpc/double", "/api/trpc/echo,echo"]);
});

test("a refused call fails alone, with the server's words and how it refused", async () => {
  const [refused, answered] = await Promise.allSettled([call("refused"), call("echo", 2)]);
  expect(answered).toMatchObject({ status: "fulfilled", value: { input: 2 } });
  expect(refused).toMatchObject({ reason: { message: "There is none.", data: { code: "NOT_FOUND" } } });
  expect(refused.status === "rejected" && refused.reason instanceof CallError).toBe(true);
});

test("a call that needs a proof asks for it, and is made once more", async () => {
  setAsk(async () => {
    isProved = true;
    return true;
  });
  expect(await act("guarded")).toBe("done");
  expect(sent).toHaveLength(2);
});

test("a call whose proof is not given stays refused", async () => {
  setAsk(async () => false);
  await expect(act("guarded")).rejects.toMatchObject({ message: "Prove it." });
  expect(sent).toHaveLength(1);
});

test("a server that cannot be reached, and an answer that is none, are told from a refusal", async () => {
  for (const answer of [() => Promise.reject(new TypeError("fetch failed")), async () => new Response("")]) {
    vi.stubGlobal("fetch", answer);
    for (const path of ["echo", "counts.all"]) {
      await expect(call(path)).rejects.toMatchObject({ name: "CallError", data: undefined });
    }
  }
});

test("what everybody gave up is ended, and what somebody waits for goes on", async () => {
  const [one, other] = [new AbortController(), new AbortController()];
  const together = [one, other].map(({ signal }) => sendCall({ kind: "query", path: "echo", input: 1, signal }));
  await vi.waitFor(() => expect(sent).toHaveLength(1));
  one.abort();
  expect(sent[0]?.signal.aborted).toBe(false);
  expect(await Promise.all(together)).toHaveLength(2);
  sent = [];
  const [first, second] = [new AbortController(), new AbortController()];
  const given = [first, second].map(({ signal }) => sendCall({ kind: "query", path: "echo", input: 1, signal }));
  await vi.waitFor(() => expect(sent).toHaveLength(1));
  for (const one of [first, second]) one.abort();
  expect(sent[0]?.signal.aborted).toBe(true);
  await Promise.allSettled(given);
});

test("a call by somebody who acts says so", async () => {
  await sendCall({ kind: "query", path: "echo", input: {}, acting: true });
  await call("echo");
  expect(sent.map(({ headers }) => headers.get(ACTING_HEADER))).toEqual(["1", null]);
});
