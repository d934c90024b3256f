import { DomainError, type RefusalCode } from "../../errors.ts";
import { databaseFault } from "./database-fault.ts";

const statuses: Readonly<Record<RefusalCode, number>> = {
  "bad-input": 400,
  forbidden: 403,
  "not-found": 404,
  conflict: 409,
  unavailable: 503,
};

/**
 * What a route for programs answers when a verb threw: a refusal's sentence with its status.
 *
 * @throws what was thrown when it is a defect.
 */
export function refusalResponse(thrown: unknown, headers: Record<string, string>): Response {
  const refusal = thrown instanceof DomainError ? thrown : databaseFault(thrown);
  if (!refusal) throw thrown;
  return Response.json({ error: refusal.message }, { status: statuses[refusal.code], headers });
}
