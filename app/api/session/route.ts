import { randomUUID } from "node:crypto";
import { z } from "zod";
import { demoStaff } from "#server/demo/accounts";
import { readEnv } from "#server/env";
import { DomainError } from "#server/errors";
import { log } from "#server/log";
import { type SignedIn, signIn } from "#server/staff/sign-in/sign-in";
import { webDatabase } from "#server/trpc/process/web-database";
import { clientAddress } from "#server/trpc/request/client-address";
import { databaseFault } from "#server/trpc/request/database-fault";
import { isSameOrigin } from "#server/trpc/request/own-site";
import { pathOnThisSite } from "#server/trpc/request/path-on-this-site";
import { parseJson, readBody } from "#server/trpc/request/read-body";
import { redirect } from "#server/trpc/request/redirect";
import { FOREIGN_REQUEST } from "#server/trpc/request/refuse-foreign-request";
import { browserCookie, browserTokenOf, sessionCookie, sessionTokenOf } from "#server/trpc/request/session-cookie";

/** Everybody can read them: outside the demo they open nothing but the choice of another. */
const knownToAll = new Map(demoStaff.map(({ login, password }) => [login, password]));

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

/**
 * Signs in: a form is sent on to the page it came for, a JSON caller gets 200, 401, 429 with `retry-after` after many wrong tries, or 503
 * when too many sign in at once.
 */
export async function POST(request: Request): Promise<Response> {
  const asJson = (request.headers.get("content-type") ?? "").startsWith("application/json");
  if (!isSameOrigin(request.headers)) return Response.json({ error: FOREIGN_REQUEST }, { status: 403 });
  const body = await readBody(request);
  if (body === null) return Response.json({ error: "The body is too large." }, { status: 413 });
  const input = signInSchema.safeParse(asJson ? parseJson(body) : Object.fromEntries(new URLSearchParams(body)));
  const next = pathOnThisSite(input.data?.next) ?? "/";
  const outcome: SignedIn | DomainError = input.success
    ? await tryToSignIn(request.headers, input.data)
    : { kind: "wrong" };
  if (outcome instanceof DomainError || outcome.kind !== "signed-in") return refusalOf(outcome, { asJson, next });
  const answer = asJson ? Response.json({}) : redirect(next);
  answer.headers.append("set-cookie", sessionCookie(outcome.sessionToken));
  answer.headers.append("set-cookie", browserCookie(outcome.browserToken));
  return answer;
}

function refusalOf(
  outcome: Exclude<SignedIn, { kind: "signed-in" }> | DomainError,
  { asJson, next }: { asJson: boolean; next: string },
): Response {
  const [fault, status, error] =
    outcome instanceof DomainError
      ? (["busy", 503, outcome.message] as const)
      : outcome.kind === "wrong"
        ? (["wrong", 401, "Login or password is wrong, or the account is disabled."] as const)
        : (["slow", 429, `There were too many wrong tries. Try again in ${outcome.waitSeconds} seconds.`] as const);
  const seconds = outcome instanceof DomainError || outcome.kind === "wrong" ? null : String(outcome.waitSeconds);
  if (asJson) return Response.json({ error }, { status, headers: seconds === null ? {} : { "retry-after": seconds } });
  const query = new URLSearchParams({ error: fault });
  if (seconds !== null) query.set("wait", seconds);
  if (next !== "/") query.set("next", next);
  return redirect(`/sign-in?${query}`);
}

/** What came of it; an error when it could not be looked at. */
async function tryToSignIn(
  headers: Headers,
  { login, password }: z.infer<typeof signInSchema>,
): Promise<SignedIn | DomainError> {
  const { TRUSTED_PROXIES, DEMO } = readEnv("web");
  const ip = clientAddress(headers, TRUSTED_PROXIES);
  const userAgent = headers.get("user-agent");
  const tokens = { sessionToken: sessionTokenOf(headers), browserToken: browserTokenOf(headers) };
  try {
    return await signIn(webDatabase(), { login, password, ip, userAgent, ...tokens, ...(!DEMO && { knownToAll }) });
  } catch (error) {
    if (error instanceof DomainError) return error;
    const away = databaseFault(error);
    if (away === undefined) throw error;
    log.error({ requestId: randomUUID(), error: String(error) }, away.message);
    return away;
  }
}
