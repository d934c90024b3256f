import { TRPCError } from "@trpc/server";
import { DomainError, type RefusalCode } from "../errors.ts";
import { log } from "../log.ts";
import { recordRefusal } from "../staff/record-refusal.ts";
import type { Context } from "./context.ts";
import { databaseFault } from "./request/database-fault.ts";

const codeOf = {
  "bad-input": "BAD_REQUEST",
  "not-found": "NOT_FOUND",
  conflict: "CONFLICT",
  forbidden: "FORBIDDEN",
  unproved: "PRECONDITION_FAILED",
  "too-many": "TOO_MANY_REQUESTS",
  busy: "TOO_MANY_REQUESTS",
  unavailable: "SERVICE_UNAVAILABLE",
} as const satisfies Record<RefusalCode, TRPCError["code"]>;

/** What was asked when it failed. */
type Asked = { ctx: Pick<Context, "db" | "actor" | "requestId">; path: string; getRawInput: () => Promise<unknown> };

/**
 * What a failure is answered with: the one place that maps refusals; procedures never catch. Records what a role does not allow,
 * and logs defects and a database that is away.
 *
 * @param error as tRPC wrapped it.
 */
export async function mapFault(error: TRPCError, { ctx, path, getRawInput }: Asked): Promise<TRPCError> {
  const thrown = error.cause;
  const refusal = thrown instanceof DomainError ? thrown : databaseFault(thrown);
  if (refusal?.code === "forbidden" && ctx.actor) {
    await recordRefusal(ctx.db, ctx.actor, { act: path, input: await getRawInput(), reason: refusal.message });
  }
  if (refusal?.code === "unavailable") {
    log.error({ requestId: ctx.requestId, path, error: String(thrown), cause: String(refusal.cause) }, refusal.message);
  }
  if (refusal) return new TRPCError({ code: codeOf[refusal.code], message: refusal.message, cause: refusal });
  if (error.code === "INTERNAL_SERVER_ERROR") {
    log.error({ requestId: ctx.requestId, path, err: thrown ?? error }, "a procedure failed");
  }
  return error;
}
