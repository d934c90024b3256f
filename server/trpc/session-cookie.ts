/** The session's cookie; with https it carries the prefix that binds it to this host (RFC 6265bis). */
const NAME = "memberscope_session";
const SECURE_NAME = `__Host-${NAME}`;

/** The session token in a Cookie header; undefined when there is none. */
export function sessionTokenOf(headers: Headers): string | undefined {
  for (const pair of (headers.get("cookie") ?? "").split(";")) {
    const [name, value] = pair.trim().split("=", 2);
    if ((name === NAME || name === SECURE_NAME) && value) return value;
  }
  return undefined;
}

/** The Set-Cookie line that keeps a session's token in the browser until it is closed; `secure` when people come by https. */
export function sessionCookie(token: string, { secure }: { secure: boolean }): string {
  return `${secure ? SECURE_NAME : NAME}=${token}; Path=/; HttpOnly; SameSite=Lax${secure ? "; Secure" : ""}`;
}
