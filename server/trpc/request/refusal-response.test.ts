import { expect, test, vi } from "vitest";
import { DomainError } from "../../errors.ts";
import { log } from "../../log.ts";
import { refusalResponse } from "./refusal-response.ts";

/** As the driver throws it, within the query builder's error. */
const ofDatabase = (code: string) => new Error("Failed query", { cause: Object.assign(new Error("server"), { code }) });

test.each([
  [new DomainError("conflict", "It has ended."), 409],
  [ofDatabase("22021"), 400],
  [ofDatabase("57P01"), 503],
  [ofDatabase("CONNECTION_CLOSED"), 503],
])("a program is told %s with its status and no word of the database", async (thrown, status) => {
  const answer = refusalResponse(thrown, { "cache-control": "no-store" });
  expect(answer.status).toBe(status);
  expect(answer.headers.get("cache-control")).toBe("no-store");
  expect(await answer.text()).not.toContain("Failed query");
});

test("a defect stays one", () => {
  const defect = new TypeError("x is undefined");
  expect(() => refusalResponse(defect, {})).toThrow(defect);
});

test("while the database is away a program gets a request id, which stands in the log", async () => {
  const logged = vi.spyOn(log, "error");
  const answer: unknown = await refusalResponse(ofDatabase("ECONNREFUSED"), {}).json();
  const requestId: unknown = Reflect.get(Object(answer), "requestId");
  expect(requestId).toMatch(/^[0-9a-f-]{36}$/);
  expect(logged.mock.calls[0]?.[0]).toMatchObject({ requestId });
});
