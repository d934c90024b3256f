import { readEnv } from "../../env.ts";

/** The cookies of the session and of the browser itself; with https they carry the prefix that binds them to this host (RFC 6265bis). */
const SESSION = "memberscope_session";
const BROWSER = "memberscope_browser";
const PENDING = "memberscope_provider";

/** Somebody takes at most so long at the identity provider. */
const PENDING_SECONDS = 10 * 60;

/** A browser is known for so long after the last sign-in in it, as staff.find_sign_in has it. */
const KNOWN_SECONDS = 180 * 24 * 60 * 60;

/** Whether people come by https: then a cookie without the prefix, which a sibling host could set, is not ours. */
function isSecure(): boolean {
  return readEnv("web").PUBLIC_URL?.startsWith("https:") ?? false;
}

/** The session token in a Cookie header; undefined when there is none. */
export function sessionTokenOf(headers: Headers, secure = isSecure()): string | undefined {
  return cookieOf(headers, named(SESSION, secure));
}

/** The token of the browser in a Cookie header; undefined when nobody has signed in in it. */
export function browserTokenOf(headers: Headers, secure = isSecure()): string | undefined {
  return cookieOf(headers, named(BROWSER, secure));
}

/** The Set-Cookie line that keeps a session's token in the browser until it is closed. */
export function sessionCookie(token: string, secure = isSecure()): string {
  return `${named(SESSION, secure)}=${token}; ${attributes(secure)}`;
}

/** The Set-Cookie line that takes the session's token out of the browser. */
export function noSessionCookie(secure = isSecure()): string {
  return `${named(SESSION, secure)}=; Max-Age=0; ${attributes(secure)}`;
}

/** The Set-Cookie line by which the browser is known again at the next sign-in. It opens nothing. */
export function browserCookie(token: string, secure = isSecure()): string {
  return `${named(BROWSER, secure)}=${token}; Max-Age=${KNOWN_SECONDS}; ${attributes(secure)}`;
}

/** The Set-Cookie line that keeps what the identity provider's answer will be held against; null takes it away again. */
export function pendingCookie(pending: object | null, secure = isSecure()): string {
  const text = pending === null ? "" : Buffer.from(JSON.stringify(pending)).toString("base64url");
  return `${named(PENDING, secure)}=${text}; Max-Age=${pending === null ? 0 : PENDING_SECONDS}; ${attributes(secure)}`;
}

/** What is kept of a visit to the identity provider, as JSON text; undefined when there is none. */
export function pendingOf(headers: Headers, secure = isSecure()): string | undefined {
  const text = cookieOf(headers, named(PENDING, secure));
  return text === undefined ? undefined : Buffer.from(text, "base64url").toString("utf8");
}

function named(name: string, secure: boolean): string {
  return secure ? `__Host-${name}` : name;
}

function attributes(secure: boolean): string {
  return `Path=/; HttpOnly; SameSite=Lax${secure ? "; Secure" : ""}`;
}

function cookieOf(headers: Headers, wanted: string): string | undefined {
  for (const pair of (headers.get("cookie") ?? "").split(";")) {
    const [name, value] = pair.trim().split("=", 2);
    if (name === wanted && value) return value;
  }
  return undefined;
}
