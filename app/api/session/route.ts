import { randomUUID } from "node:crypto";
import { z } from "zod";
import { readEnv } from "#server/env";
import { DomainError } from "#server/errors";
import { log } from "#server/log";
import { signIn } from "#server/staff/sign-in";
import { webDatabase } from "#server/trpc/process/web-database";
import { clientAddress } from "#server/trpc/request/client-address";
import { databaseFault } from "#server/trpc/request/database-fault";
import { pathOnThisSite } from "#server/trpc/request/path-on-this-site";
import { parseJson, readBody } from "#server/trpc/request/read-body";
import { isSameOrigin } from "#server/trpc/request/refuse-foreign-request";
import { sessionCookie } from "#server/trpc/request/session-cookie";

/** PostgreSQL holds no U+0000. */
const text = z
  .string()
  .min(1)
  .regex(/^[^\0]*$/);

const signInSchema = z.object({
  login: text.max(100),
  password: text.max(200),
  next: z.string().max(2000).optional(),
});

/** Signs in: a form is sent on to the page it came for, a JSON caller gets 200, 401, or 503 when too many sign in at once. */
export async function POST(request: Request): Promise<Response> {
  const asJson = (request.headers.get("content-type") ?? "").startsWith("application/json");
  if (!isSameOrigin(request.headers))
    return Response.json({ error: "This request came from another site and was refused." }, { status: 403 });
  const body = await readBody(request);
  if (body === null) return Response.json({ error: "The body is too large." }, { status: 413 });
  const input = signInSchema.safeParse(asJson ? parseJson(body) : Object.fromEntries(new URLSearchParams(body)));
  const next = pathOnThisSite(input.data?.next) ?? "/";
  const token = input.success ? await tryToSignIn(request.headers, input.data) : undefined;
  if (token === undefined || token instanceof DomainError) {
    const [fault, status] = token ? (["busy", 503] as const) : (["wrong", 401] as const);
    if (!asJson) return goTo(`/sign-in?error=${fault}${next === "/" ? "" : `&next=${encodeURIComponent(next)}`}`);
    const error = token?.message ?? "Login or password is wrong, or the account is locked.";
    return Response.json({ error }, { status });
  }
  const answer = asJson ? Response.json({}) : goTo(next);
  answer.headers.append("set-cookie", sessionCookie(token));
  return answer;
}

/** The new session's token; undefined when nobody may sign in so, an error when it could not be looked at. */
async function tryToSignIn(
  headers: Headers,
  { login, password }: z.infer<typeof signInSchema>,
): Promise<string | undefined | DomainError> {
  const ip = clientAddress(headers, readEnv("web").TRUSTED_PROXIES);
  try {
    return await signIn(webDatabase(), { login, password, ip, userAgent: headers.get("user-agent") });
  } catch (error) {
    if (error instanceof DomainError) return error;
    const away = databaseFault(error);
    if (away === undefined) throw error;
    log.error({ requestId: randomUUID(), error: String(error) }, away.message);
    return away;
  }
}

function goTo(path: string): Response {
  return new Response(null, { status: 303, headers: { location: path, "cache-control": "no-store" } });
}
