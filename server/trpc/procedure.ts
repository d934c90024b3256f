import { initTRPC, TRPCError, type TRPCUnsetMarker } from "@trpc/server";
import { ZodError, type ZodType } from "zod";
import { DomainError, type RefusalCode } from "../errors.ts";
import { log } from "../log.ts";
import type { Actor } from "../staff/actor.ts";
import { recordRefusal } from "../staff/record-refusal.ts";
import { isRecorded, type Recorded } from "../staff/recorded.ts";
import { requirePermission } from "../staff/require-permission.ts";
import type { Permission } from "../vocabulary/roles.ts";
import type { Context } from "./context.ts";
import { databaseFault } from "./request/database-fault.ts";

const codeOf = {
  "bad-input": "BAD_REQUEST",
  "not-found": "NOT_FOUND",
  conflict: "CONFLICT",
  forbidden: "FORBIDDEN",
  unproved: "PRECONDITION_FAILED",
  "too-many": "TOO_MANY_REQUESTS",
  unavailable: "SERVICE_UNAVAILABLE",
} as const satisfies Record<RefusalCode, TRPCError["code"]>;

/** What a procedure is: it shows members' data, it acts, or it tells what concerns no member. */
export type ProcedureKind = "shows" | "acts" | "tells";

const t = initTRPC
  .context<Context>()
  .meta<{ permission: Permission; kind: ProcedureKind }>()
  .create({
    errorFormatter({ shape, error, ctx }) {
      const cause = error.cause;
      const refusal = cause instanceof DomainError ? { refusal: cause.code, field: cause.field } : {};
      const message = cause instanceof ZodError ? sentenceOf(cause) : messageOf(error);
      const { code, httpStatus } = shape.data;
      return { ...shape, message, data: { code, httpStatus, requestId: ctx?.requestId, ...refusal } };
    },
  });

/** What a defect says to people: its own words stay in the log, found there by the request id. */
const DEFECT = "Something failed here. Try again; if it stays, give the request id to whoever runs Memberscope.";

function messageOf(error: TRPCError): string {
  return error.code === "INTERNAL_SERVER_ERROR" ? DEFECT : error.message;
}

function sentenceOf(error: ZodError): string {
  return error.issues.map((issue) => `${issue.path.join(".") || "input"}: ${issue.message}`).join("; ");
}

/** The one place that maps refusals; procedures never catch. */
const mapErrors = t.middleware(async ({ next, ctx, path, getRawInput }) => {
  const result = await next();
  if (result.ok) return result;
  const thrown = result.error.cause;
  const refusal = thrown instanceof DomainError ? thrown : databaseFault(thrown);
  if (refusal?.code === "forbidden" && ctx.actor) {
    await recordRefusal(ctx.db, ctx.actor, { act: path, input: await getRawInput(), reason: refusal.message });
  }
  if (refusal?.code === "unavailable") {
    log.error({ requestId: ctx.requestId, path, error: String(thrown), cause: String(refusal.cause) }, refusal.message);
  }
  if (refusal) throw new TRPCError({ code: codeOf[refusal.code], message: refusal.message, cause: refusal });
  if (result.error.code === "INTERNAL_SERVER_ERROR") {
    log.error({ requestId: ctx.requestId, path, err: thrown ?? result.error }, "a procedure failed");
  }
  return result;
});

export const { router, createCallerFactory } = t;

/** What a verb is called with. The condition is tRPC's own: it says "no input" so, which none of ours does. */
type Call<Input> = {
  ctx: Context & { actor: Actor };
  input: Input extends TRPCUnsetMarker ? undefined : Input;
  /** Says when nobody waits for the answer any more. */
  signal: AbortSignal | undefined;
};

/** A query that shows members' data: its verb answers by `showRecorded`, so that nothing is shown without a committed record. */
export function shows<Given, Input, Answer extends object>(
  permission: Permission,
  input: ZodType<Input, Given>,
  verb: (call: Call<Input>) => Promise<Recorded<Answer>>,
) {
  return procedure(permission, "shows")
    .input(input)
    .query(async (call): Promise<Answer> => requireRecorded(await verb(call)));
}

/** A mutation: its verb acts by `actRecorded`, so that the act and its record are one transaction. */
export function acts<Given, Input, Answer extends object>(
  permission: Permission,
  input: ZodType<Input, Given>,
  verb: (call: Call<Input>) => Promise<Recorded<Answer>>,
) {
  return procedure(permission, "acts")
    .input(input)
    .mutation(async (call): Promise<Answer> => requireRecorded(await verb(call)));
}

/** A query about what belongs to no member: the person itself, the catalog, queues, counts. It is not recorded. */
export function tells<Given, Input, Answer extends object>(
  permission: Permission,
  input: ZodType<Input, Given>,
  verb: (call: Call<Input>) => Promise<Answer>,
) {
  return procedure(permission, "tells")
    .input(input)
    .query((call): Promise<Answer> => verb(call));
}

/** Types can be got round, so the answer itself is asked, too. */
function requireRecorded<Answer extends object>(answer: Recorded<Answer>): Answer {
  if (!isRecorded<Answer>(answer)) throw new Error("An answer without its access record was held back.");
  return answer;
}

/**
 * Every procedure names its permission, and lets in nobody who is not signed in or lacks it. The data module checks again.
 */
function procedure(permission: Permission, kind: ProcedureKind) {
  return t.procedure
    .meta({ permission, kind })
    .use(mapErrors)
    .use(({ ctx, next }) => {
      if (ctx.actorFault !== undefined) throw ctx.actorFault;
      if (!ctx.actor)
        throw new TRPCError({ code: "UNAUTHORIZED", message: "Sign in first: there is no valid session or token." });
      requirePermission(ctx.actor, permission);
      return next({ ctx: { ...ctx, actor: ctx.actor } });
    });
}
