import { z } from "zod";
import { readEnv } from "#server/env";
import { signIn } from "#server/staff/sign-in";
import { clientAddress } from "#server/trpc/client-address";
import { isSameOrigin } from "#server/trpc/refuse-foreign-request";
import { sessionCookie } from "#server/trpc/session-cookie";
import { webDatabase } from "#server/trpc/web-database";

const signInSchema = z.object({
  login: z.string().min(1).max(100),
  password: z.string().min(1).max(200),
  next: z.string().max(2000).optional(),
});

/** Signs in: a form is sent on to the page it came for, a JSON caller gets 200 or 401. */
export async function POST(request: Request): Promise<Response> {
  const asJson = (request.headers.get("content-type") ?? "").startsWith("application/json");
  if (!isSameOrigin(request.headers))
    return Response.json({ error: "This request came from another site and was refused." }, { status: 403 });
  const given: unknown = asJson
    ? await request.json().catch(() => null)
    : Object.fromEntries(await request.formData().catch(() => new FormData()));
  const input = signInSchema.safeParse(given);
  const { TRUSTED_PROXIES, PUBLIC_URL } = readEnv("web");
  const token = input.success
    ? await signIn(webDatabase(), {
        login: input.data.login,
        password: input.data.password,
        ip: clientAddress(request.headers, TRUSTED_PROXIES),
        userAgent: request.headers.get("user-agent"),
      })
    : undefined;
  const next = input.success ? pathOnThisSite(input.data.next) : "/";
  if (!token) {
    const back = next === "/" ? "/sign-in?error=1" : `/sign-in?error=1&next=${encodeURIComponent(next)}`;
    return asJson
      ? Response.json({ error: "Login or password is wrong, or the account is locked." }, { status: 401 })
      : goTo(back);
  }
  const answer = asJson ? Response.json({}) : goTo(next);
  answer.headers.append("set-cookie", sessionCookie(token, { secure: PUBLIC_URL?.startsWith("https:") ?? false }));
  return answer;
}

/** A path here, never another site: "//host" and "\\host" are other sites to a browser. */
function pathOnThisSite(next: string | undefined): string {
  return next && /^\/(?![/\\])/.test(next) ? next : "/";
}

function goTo(path: string): Response {
  return new Response(null, { status: 303, headers: { location: path, "cache-control": "no-store" } });
}
