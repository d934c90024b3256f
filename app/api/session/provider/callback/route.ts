import { readEnv } from "#server/env";
import { log } from "#server/log";
import { findSessionActor } from "#server/staff/find-actor";
import { type Pending, pendingSchema } from "#server/staff/provider/ask-provider";
import { longestAbsence } from "#server/staff/provider/longest-absence";
import { providerOf } from "#server/staff/provider/provider";
import { type Identity, RefusedAnswer, readAnswer } from "#server/staff/provider/read-answer";
import { proveByProvider, signInByProvider } from "#server/staff/provider/sign-in-by-provider";
import { recordStranger } from "#server/staff/record-stranger";
import { webDatabase } from "#server/trpc/process/web-database";
import { clientAddress } from "#server/trpc/request/client-address";
import { pathOnThisSite } from "#server/trpc/request/path-on-this-site";
import { parseJson } from "#server/trpc/request/read-body";
import { redirect } from "#server/trpc/request/redirect";
import {
  browserCookie,
  browserTokenOf,
  pendingCookie,
  pendingOf,
  sessionCookie,
  sessionTokenOf,
} from "#server/trpc/request/session-cookie";

/** Where the identity provider sends people back to: with an answer that is not to be trusted nobody gets in, and the page says why. */
export async function GET(request: Request): Promise<Response> {
  const provider = providerOf(readEnv("web"));
  const { success, data: pending } = pendingSchema.safeParse(parseJson(pendingOf(request.headers) ?? ""));
  if (provider === null || !success) return failed("sign-in", "lost");
  const ip = clientAddress(request.headers, readEnv("web").TRUSTED_PROXIES);
  const db = webDatabase();
  try {
    const longestSeconds = await longestAbsence(db, pending.purpose);
    const { search } = new URL(request.url);
    const identity = await readAnswer(provider, { search, pending, longestSeconds });
    return pending.purpose === "prove"
      ? await prove(request, { identity, ip })
      : await signIn(request, { identity, pending, ip });
  } catch (error) {
    if (error instanceof RefusedAnswer) {
      log.warn({ ip, rule: error.rule }, "an answer of the identity provider was refused");
      await recordStranger(db, { login: "?", ip, act: "sign-in", reason: `identity provider: ${error.rule}` });
      return failed(pending.purpose, "refused");
    }
    log.error({ error: String(error) }, "a sign-in by the identity provider failed");
    return failed(pending.purpose, "away");
  }
}

async function signIn(
  { headers }: Request,
  { identity, pending, ip }: { identity: Identity; pending: Pending; ip: string | null },
): Promise<Response> {
  const opened = await signInByProvider(webDatabase(), identity, {
    ...{ ip, userAgent: headers.get("user-agent") },
    ...{ sessionToken: sessionTokenOf(headers), browserToken: browserTokenOf(headers) },
  });
  if (opened.kind === "refused") return failed("sign-in", opened.why);
  const next = pathOnThisSite(pending.next) ?? "/";
  return redirect(next, [
    ...[pendingCookie(null), sessionCookie(opened.sessionToken), browserCookie(opened.browserToken)],
  ]);
}

async function prove(
  { headers }: Request,
  { identity, ip }: { identity: Identity; ip: string | null },
): Promise<Response> {
  const token = sessionTokenOf(headers);
  const actor = token === undefined ? undefined : await findSessionActor(webDatabase(), token, { ip, acts: true });
  if (token === undefined || actor === undefined) return failed("prove", "over");
  const why = await proveByProvider(webDatabase(), identity, { token, ...actor });
  return why === null ? redirect("/sign-in/proved", [pendingCookie(null)]) : failed("prove", why);
}

function failed(purpose: Pending["purpose"], why: string): Response {
  return redirect(`${purpose === "prove" ? "/sign-in/proved" : "/sign-in"}?error=${why}`, [pendingCookie(null)]);
}
