import { expect, test } from "vitest";
import { sessionCookie, sessionTokenOf } from "./session-cookie.ts";

const both = new Headers({ cookie: "memberscope_session=planted; __Host-memberscope_session=ours" });

test("by https only the cookie counts that no sibling host can set", () => {
  expect(sessionTokenOf(both, true)).toBe("ours");
  expect(sessionTokenOf(new Headers({ cookie: "memberscope_session=planted" }), true)).toBeUndefined();
  expect(sessionCookie("x", true)).toBe("__Host-memberscope_session=x; Path=/; HttpOnly; SameSite=Lax; Secure");
});

test("without https it is the plain one", () => {
  expect(sessionTokenOf(both, false)).toBe("planted");
  expect(sessionCookie("x", false)).toBe("memberscope_session=x; Path=/; HttpOnly; SameSite=Lax");
});
