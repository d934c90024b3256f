import { type NextRequest, NextResponse } from "next/server";
import { isOwnHost } from "#server/trpc/request/own-site";

/** Two years, the span at which browsers accept a host as HTTPS only; ignored by them on plain HTTP. */
const HSTS = "max-age=63072000; includeSubDomains";

/** An address that no page has, and that never will. */
const NO_PAGE = "/no-such-address";

/** The page for an address over what the console takes; servers on the way take less, or cut it. */
const TOO_LONG_PAGE = "/address-too-long";
const LONGEST_ADDRESS = 16_000;

/**
 * Puts the headers of a private console on every page and the script nonce into the request, from where the
 * renderer takes it. It decides nothing about who may see what: that is done where the data is read.
 */
export function proxy(request: NextRequest): NextResponse {
  if (!isAnyName(request.nextUrl.pathname) && !isOwnHost(request.headers)) return misdirected();
  const isTooLong = request.nextUrl.href.length > LONGEST_ADDRESS;
  if (isTooLong && request.nextUrl.pathname.startsWith("/api/")) return tooLong();
  const isReadable = isPercentEncoded(request.nextUrl.pathname);
  if (!isReadable && request.nextUrl.pathname.startsWith("/api/")) return unreadableAddress();
  const nonce = btoa(crypto.randomUUID());
  const policy = contentSecurityPolicy(nonce);

  const forwarded = new Headers(request.headers);
  forwarded.set("content-security-policy", policy);
  forwarded.set("x-nonce", nonce);
  // Pages are not told their own address; the one who has to sign in first is sent back to it.
  forwarded.set("x-asked-for", isTooLong ? "/" : request.nextUrl.pathname + request.nextUrl.search);

  const asked = { request: { headers: forwarded } };
  // The router would end an address that it cannot decode with a bare error: no page has it, so it is shown that.
  const page = isTooLong ? TOO_LONG_PAGE : isReadable ? null : NO_PAGE;
  const response = page === null ? NextResponse.next(asked) : NextResponse.rewrite(new URL(page, request.url), asked);
  response.headers.set("Content-Security-Policy", policy);
  response.headers.set("Strict-Transport-Security", HSTS);
  response.headers.set("X-Content-Type-Options", "nosniff");
  response.headers.set("X-Frame-Options", "DENY");
  // Not "no-referrer": under it a browser sends "Origin: null" with a form, and sign-in without script would be refused.
  response.headers.set("Referrer-Policy", "same-origin");
  response.headers.set("Cross-Origin-Opener-Policy", "same-origin");
  response.headers.set("Cross-Origin-Resource-Policy", "same-origin");
  response.headers.set("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()");
  response.headers.set("Cache-Control", "no-store");
  return response;
}

/** Programs ask for health and for details by whatever name leads here; no cookie gives them power. */
function isAnyName(path: string): boolean {
  return /^\/(api\/(health|members|events)\/|metrics$)/.test(path);
}

function misdirected(): NextResponse {
  const error = "This console is not reached by this name. Use the address in PUBLIC_URL.";
  return NextResponse.json({ error }, { status: 421, headers: { "cache-control": "no-store" } });
}

function isPercentEncoded(path: string): boolean {
  try {
    decodeURIComponent(path);
    return true;
  } catch {
    return false;
  }
}

function unreadableAddress(): NextResponse {
  const error = "This address cannot be read: after each % two hexadecimal digits must stand that make up UTF-8.";
  return NextResponse.json({ error }, { status: 400, headers: { "cache-control": "no-store" } });
}

function tooLong(): NextResponse {
  const error = `This address is too long: ${LONGEST_ADDRESS} characters are taken. Ask by POST, or for less at a time.`;
  return NextResponse.json({ error }, { status: 414, headers: { "cache-control": "no-store" } });
}

function contentSecurityPolicy(nonce: string): string {
  return [
    "default-src 'none'",
    `script-src 'nonce-${nonce}' 'strict-dynamic'`,
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    "manifest-src 'self'",
    "connect-src 'self'",
    // Else it is as script-src, and a trusted script may start one.
    "worker-src 'none'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "object-src 'none'",
    "form-action 'self'",
  ].join("; ");
}

/** Built files and those of public/ are the same for everybody; they are cached and need no policy. Next reads this text as it stands. */
export const config = {
  matcher:
    "/((?!_next/static/|(?:apple-touch-icon\\.png|favicon\\.ico|icon\\.svg|icon-192\\.png|icon-512\\.png|icon-maskable-512\\.png|robots\\.txt|site\\.webmanifest|social\\.png)$).*)",
};
