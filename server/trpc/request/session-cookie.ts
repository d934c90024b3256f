import { readEnv } from "../../env.ts";

/** The session's cookie; with https it carries the prefix that binds it to this host (RFC 6265bis). */
const NAME = "memberscope_session";
const SECURE_NAME = `__Host-${NAME}`;

/** Whether people come by https: then a cookie without the prefix, which a sibling host could set, is not ours. */
function isSecure(): boolean {
  return readEnv("web").PUBLIC_URL?.startsWith("https:") ?? false;
}

/** The session token in a Cookie header; undefined when there is none. */
export function sessionTokenOf(headers: Headers, secure = isSecure()): string | undefined {
  const wanted = secure ? SECURE_NAME : NAME;
  for (const pair of (headers.get("cookie") ?? "").split(";")) {
    const [name, value] = pair.trim().split("=", 2);
    if (name === wanted && value) return value;
  }
  return undefined;
}

/** The Set-Cookie line that keeps a session's token in the browser until it is closed. */
export function sessionCookie(token: string, secure = isSecure()): string {
  return `${secure ? SECURE_NAME : NAME}=${token}; Path=/; HttpOnly; SameSite=Lax${secure ? "; Secure" : ""}`;
}
