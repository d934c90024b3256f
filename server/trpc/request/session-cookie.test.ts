import { expect, test } from "vitest";
import { browserCookie, browserTokenOf, noSessionCookie, sessionCookie, sessionTokenOf } from "./session-cookie.ts";

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

test("the browser's own cookie is bound to the host in the same way, and is not the session's", () => {
  const kept = new Headers({ cookie: "memberscope_browser=planted; __Host-memberscope_browser=ours" });
  expect(browserTokenOf(kept, true)).toBe("ours");
  expect(sessionTokenOf(kept, true)).toBeUndefined();
  expect(browserCookie("x", true)).toMatch(
    /^__Host-memberscope_browser=x; Max-Age=\d+; Path=\/; HttpOnly; SameSite=Lax; Secure$/,
  );
});

test("signing out takes the session's cookie away under the name it was set by", () => {
  expect(noSessionCookie(true)).toBe("__Host-memberscope_session=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax; Secure");
});
