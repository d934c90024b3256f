import { expect, test } from "vitest";
import { clientAddress } from "./client-address.ts";

const chain = new Headers({ "x-forwarded-for": "6.6.6.6, 198.51.100.7, 10.0.0.2" });

test("without proxies of ours the peer counts, whatever the client wrote before it", () => {
  expect(clientAddress(chain, 0)).toBe("10.0.0.2");
});

test("each trusted proxy moves one to the left", () => {
  expect(clientAddress(chain, 1)).toBe("198.51.100.7");
});

test("no header gives null", () => {
  expect(clientAddress(new Headers(), 0)).toBeNull();
});
