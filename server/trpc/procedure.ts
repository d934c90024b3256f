import { getTRPCErrorFromUnknown, initTRPC, TRPCError, type TRPCUnsetMarker } from "@trpc/server";
import { ZodError, type ZodType } from "zod";
import { DomainError } from "../errors.ts";
import type { Actor } from "../staff/actor.ts";
import { isRecorded, type Recorded } from "../staff/recorded.ts";
import { requirePermission } from "../staff/require-permission.ts";
import type { Permission } from "../vocabulary/roles.ts";
import type { Context } from "./context.ts";
import { mapFault } from "./map-fault.ts";
import { follow } from "./stream/follow.ts";

/** A followed look is taken this often unless it says otherwise. */
const EVERY_MS = 1_000;

/** What a procedure is: it shows members' data, it acts, or it tells what concerns no member. */
export type ProcedureKind = "shows" | "acts" | "tells";

const t = initTRPC
  .context<Context>()
  .meta<{ permission: Permission; kind: ProcedureKind }>()
  .create({
    // Whoever follows something and hears nothing for some time asks again.
    sse: { ping: { enabled: true, intervalMs: 5_000 } },
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

/** Somebody else has made or knows the password. */
const OLD_PASSWORD =
  "Your password is known to somebody else: choose another one under Settings, Your account. Then everything of your role is open.";

function messageOf(error: TRPCError): string {
  return error.code === "INTERNAL_SERVER_ERROR" ? DEFECT : error.message;
}

function sentenceOf(error: ZodError): string {
  return error.issues.map((issue) => `${issue.path.join(".") || "input"}: ${issue.message}`).join("; ");
}

const mapErrors = t.middleware(async ({ next, ctx, path, getRawInput }) => {
  const result = await next();
  if (result.ok) return result;
  throw await mapFault(result.error, { ctx, path, getRawInput });
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

/** How a look is followed: how often it is taken, and after which answer nothing more will come. */
type FollowOptions<Answer> = { everyMs?: number; isLast?: (answer: Answer) => boolean };

/**
 * A subscription that shows members' data, like `shows`: each answer's access record is committed before it is pushed, and the
 * stream ends within 10 s of its session, or of a role that allows it.
 *
 * @param begin makes the verb of one stream, which may remember what it showed there; null says that nothing is new.
 */
export function showsLive<Given, Input, Answer extends object>(
  permission: Permission,
  input: ZodType<Input, Given>,
  begin: (input: Call<Input>["input"]) => (call: Omit<Call<Input>, "input">) => Promise<Recorded<Answer> | null>,
  options: FollowOptions<Answer> = {},
) {
  return followed<Given, Input, Answer>({ permission, kind: "shows", input, ...options }, (asked) => {
    const verb = begin(asked);
    return async (call) => requireRecordedOrNothing(await verb(call));
  });
}

/** A subscription about what belongs to no member, like `tells`. It ends as `showsLive` does. */
export function tellsLive<Given, Input, Answer extends object>(
  permission: Permission,
  input: ZodType<Input, Given>,
  verb: (call: Call<Input>) => Promise<Answer | null>,
  options: FollowOptions<Answer> = {},
) {
  return followed<Given, Input, Answer>(
    { permission, kind: "tells", input, ...options },
    (asked) => (call) => verb({ ...call, input: asked }),
  );
}

type Followed<Given, Input, Answer> = FollowOptions<Answer> & {
  permission: Permission;
  kind: "shows" | "tells";
  input: ZodType<Input, Given>;
};

function followed<Given, Input, Answer extends object>(
  { permission, kind, input, everyMs = EVERY_MS, isLast = () => false }: Followed<Given, Input, Answer>,
  begin: (input: Call<Input>["input"]) => (call: Omit<Call<Input>, "input">) => Promise<Answer | null>,
) {
  return procedure(permission, kind)
    .input(input)
    .subscription(async function* ({ ctx, input: asked, path, signal }): AsyncGenerator<Answer, void> {
      const { actor, findActor } = ctx;
      const verb = begin(asked);
      const look = (now: Actor) => verb({ ctx: { ...ctx, actor: now }, signal });
      try {
        yield* follow<Answer>({ permission, actor, findActor, signal, everyMs, look, isLast });
      } catch (thrown) {
        // It comes after the procedure has answered: no middleware sees it.
        throw await mapFault(getTRPCErrorFromUnknown(thrown), { ctx, path, getRawInput: async () => asked });
      }
    });
}

/** Types can be got round, so the answer itself is asked, too. */
function requireRecorded<Answer extends object>(answer: Recorded<Answer>): Answer {
  if (!isRecorded<Answer>(answer)) throw new Error("An answer without its access record was held back.");
  return answer;
}

function requireRecordedOrNothing<Answer extends object>(answer: Recorded<Answer> | null): Answer | null {
  return answer === null ? null : requireRecorded(answer);
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
      if (ctx.actor.mustChangePassword && permission !== "self") throw new DomainError("forbidden", OLD_PASSWORD);
      return next({ ctx: { ...ctx, actor: ctx.actor } });
    });
}
