import { randomUUID } from "node:crypto";
import { DomainError, type RefusalCode } from "../../errors.ts";
import { log } from "../../log.ts";
import { databaseFault } from "./database-fault.ts";

const statuses: Readonly<Record<RefusalCode, number>> = {
  "bad-input": 400,
  forbidden: 403,
  unproved: 412,
  "not-found": 404,
  conflict: 409,
  "too-many": 429,
  busy: 429,
  unavailable: 503,
};

/**
 * What a route for programs answers when a verb threw: a refusal's sentence with its status, and with the request id under
 * which the log has it when a part is away.
 *
 * @throws what was thrown when it is a defect.
 */
export function refusalResponse(thrown: unknown, headers: Record<string, string>): Response {
  const refusal = thrown instanceof DomainError ? thrown : databaseFault(thrown);
  if (!refusal) throw thrown;
  const status = statuses[refusal.code];
  if (refusal.code !== "unavailable") return Response.json({ error: refusal.message }, { status, headers });
  const requestId = randomUUID();
  log.error({ requestId, error: String(thrown) }, refusal.message);
  return Response.json({ error: refusal.message, requestId }, { status, headers });
}
