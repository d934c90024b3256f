import type { TokenRefusal } from "../../vocabulary/choices/token-fields.ts";

const sentences: Readonly<Record<TokenRefusal, string>> = {
  unknown: "Give a valid service token: Authorization: Bearer TOKEN.",
  revoked: "This service token was revoked. Ask an admin for another.",
  ended: "This service token has ended: each does on its day. Ask an admin for another (memberscope tokens ask).",
  waiting:
    "This service token waits for a second admin, who approves it in the console or by memberscope tokens approve.",
};

/**
 * What a route for programs answers to a call without a service token in force: what is wrong with it and the way out. Why a token opens nothing is told
 * to nobody else: who gives it has it.
 */
export function refuseToken(why: TokenRefusal, headers: Record<string, string>): Response {
  const answer = { status: 401, headers: { ...headers, "www-authenticate": "Bearer" } };
  return Response.json({ error: sentences[why] }, answer);
}
