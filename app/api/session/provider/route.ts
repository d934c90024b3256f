import { readEnv } from "#server/env";
import { log } from "#server/log";
import { askProvider } from "#server/staff/provider/ask-provider";
import { longestAbsence } from "#server/staff/provider/longest-absence";
import { providerOf } from "#server/staff/provider/provider";
import { webDatabase } from "#server/trpc/process/web-database";
import { pathOnThisSite } from "#server/trpc/request/path-on-this-site";
import { redirect } from "#server/trpc/request/redirect";
import { pendingCookie } from "#server/trpc/request/session-cookie";

/** Sends somebody to the identity provider: to sign in, or with `?prove` to show again who they are. It changes nothing here. */
export async function GET(request: Request): Promise<Response> {
  const provider = providerOf(readEnv("web"));
  if (provider === null) return Response.json({ error: "No identity provider is set up here." }, { status: 404 });
  const { searchParams } = new URL(request.url);
  const purpose = searchParams.has("prove") ? "prove" : "sign-in";
  const next = pathOnThisSite(searchParams.get("next")?.slice(0, 2000)) ?? "/";
  try {
    const longestSeconds = await longestAbsence(webDatabase(), purpose);
    const { url, pending } = await askProvider(provider, { purpose, next, longestSeconds });
    return redirect(url.href, [pendingCookie(pending)]);
  } catch (error) {
    log.error({ error: String(error) }, "the identity provider could not be asked");
    return redirect(purpose === "prove" ? "/sign-in/proved?error=away" : "/sign-in?error=away");
  }
}
