import { TRPCClientError } from "@trpc/client";
import { expect, test } from "vitest";
import { isWorthRetrying, readFault } from "./read-fault.ts";

function answered(message: string, data: Record<string, unknown>) {
  return TRPCClientError.from({ error: { message, code: -32600, data } });
}

test("a refusal shows the server's sentence, field and request id, and is not tried again", () => {
  const refused = answered("Only admins may republish.", {
    code: "FORBIDDEN",
    refusal: "forbidden",
    requestId: "r-1",
    field: "target",
  });
  expect(readFault(refused)).toEqual({
    kind: "forbidden",
    sentence: "Only admins may republish.",
    requestId: "r-1",
    field: "target",
  });
  expect(isWorthRetrying(refused)).toBe(false);
});

test("a defect keeps its words to itself but gives its request id, and is tried again", () => {
  const defect = answered("secret", { code: "INTERNAL_SERVER_ERROR", requestId: "r-2" });
  expect(readFault(defect)).toMatchObject({ kind: "unknown", sentence: null, requestId: "r-2" });
  expect(isWorthRetrying(defect)).toBe(true);
});

test("no answer at all is told from an answer", () => {
  expect(readFault(TRPCClientError.from(new Error("fetch failed"))).kind).toBe("unreachable");
  const part = Object.assign(new Error("Failed to load chunk"), { name: "ChunkLoadError" });
  expect(readFault(part).kind).toBe("unreachable");
  expect(readFault(new Error("a defect here")).kind).toBe("unknown");
});

test("a session that ended is recognized", () => {
  expect(readFault(answered("Sign in first.", { code: "UNAUTHORIZED" })).kind).toBe("signedOut");
});

test("too many searches at once are said in the person's language and tried again", () => {
  const busy = answered("Searches: 2 of yours run.", { code: "TOO_MANY_REQUESTS", refusal: "busy", requestId: "r-3" });
  expect(readFault(busy)).toMatchObject({ kind: "busy", sentence: null, requestId: "r-3" });
  expect(isWorthRetrying(busy)).toBe(true);
});
