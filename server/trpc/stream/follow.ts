import { setTimeout } from "node:timers/promises";
import { TRPCError } from "@trpc/server";
import { DomainError } from "../../errors.ts";
import type { Actor } from "../../staff/actor.ts";
import { requirePermission } from "../../staff/require-permission.ts";
import type { Permission } from "../../vocabulary/roles.ts";
import { openStream, streamsEnd } from "./open-streams.ts";

/** So often it is asked whether the person may still see this: a stream ends well within 10 s of its session or role. */
const ACTOR_EVERY_MS = 3_000;
/** An answer that stays the same is pushed this often, so that "as of" does not grow old. */
const SAME_EVERY_MS = 10_000;

/** How a stream looks, and how often. */
export type Following<Answer extends object> = {
  permission: Permission;
  actor: Actor;
  /** Who asks, as of now. */
  findActor: () => Promise<Actor | undefined>;
  /** Aborted when nobody listens any more. */
  signal: AbortSignal | undefined;
  everyMs: number;
  /** Looks again as the person is now. Null when there is nothing new. */
  look: (actor: Actor) => Promise<Answer | null>;
  /** Whether nothing will come after this answer: the stream ends by itself. */
  isLast: (answer: Answer) => boolean;
};

/**
 * Looks again and again, and pushes what is new, until nobody listens, nothing more will come, or the person may not see it any
 * more. `look` commits its access record before it answers, so nothing is pushed without one.
 *
 * @throws TRPCError "UNAUTHORIZED" when the session or token ended; DomainError "forbidden" when the role lost the permission,
 *   "too-many" for one stream too many, "unavailable" when the process ends; what `look` throws.
 */
export async function* follow<Answer extends object>(following: Following<Answer>): AsyncGenerator<Answer, void> {
  const { permission, findActor, everyMs, look, isLast } = following;
  const close = openStream(following.actor.accountId);
  const signal = AbortSignal.any([streamsEnd(), ...(following.signal ? [following.signal] : [])]);
  try {
    let { actor } = following;
    let [askedAt, pushedAt, said] = [performance.now(), 0, ""];
    while (!signal.aborted) {
      if (performance.now() - askedAt >= ACTOR_EVERY_MS) {
        actor = await requireActor(findActor);
        requirePermission(actor, permission);
        askedAt = performance.now();
      }
      const answer = await look(actor);
      if (answer !== null) {
        const now = wordsOf(answer);
        if (now !== said || performance.now() - pushedAt >= SAME_EVERY_MS) {
          [said, pushedAt] = [now, performance.now()];
          yield answer;
        }
        if (isLast(answer)) return;
      }
      await setTimeout(everyMs, undefined, { signal }).catch(() => {});
    }
    if (streamsEnd().aborted) throw new DomainError("unavailable", "This server is being stopped. Ask again.");
  } finally {
    close();
  }
}

async function requireActor(findActor: () => Promise<Actor | undefined>): Promise<Actor> {
  const actor = await findActor();
  if (!actor) throw new TRPCError({ code: "UNAUTHORIZED", message: "Your session has ended. Sign in again." });
  return actor;
}

/** `asOf` says when it was asked, and nothing else. */
function wordsOf(answer: object): string {
  return JSON.stringify(answer, (name, value) => (name === "asOf" ? undefined : value));
}
