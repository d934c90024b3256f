import { sql } from "drizzle-orm";
import type { Executor } from "../db.ts";
import { log } from "../log.ts";

/** Events whose first publication did not succeed here; `away` is what was wrong when SNS did not answer. */
export type Left = { eventIds: readonly string[]; mayBeSent: boolean; away?: string | null };

/** Gives what could not be published to the sender. */
export type LeaveToSender = {
  /** Returns at once; what comes while one statement is under way goes with the next. */
  leave(left: Left): void;
  /** Settles when everything given so far is written down. */
  settled(): Promise<void>;
};

/** A statement takes so many at most. */
const MAX_AT_ONCE = 1000;

/**
 * Makes events of the internal layer due at once when their process could not publish them, instead of after the
 * detector's five minutes: as first messages, or soon and as repetitions where an answer was lost. The outage that this may
 * have been is named first. It is a hint: when it fails, the detector finds them.
 */
export function leaveToSender(db: Executor): LeaveToSender {
  const waiting = { sent: new Set<string>(), unsent: new Set<string>() };
  let away: string | null = null;
  let running: Promise<void> | null = null;

  async function write(): Promise<void> {
    const named = away;
    away = null;
    if (named !== null) await db.execute(sql`select event.note_topic_away(1::smallint, ${named})`);
    for (const [ids, mayBeSent] of [
      [waiting.unsent, false],
      [waiting.sent, true],
    ] as const) {
      while (ids.size > 0) {
        const some = [...ids].slice(0, MAX_AT_ONCE);
        for (const id of some) ids.delete(id);
        await db.execute(sql`
          select event.leave_to_sender(array(select jsonb_array_elements_text(${JSON.stringify(some)}::text::jsonb)::uuid), 1::smallint, ${mayBeSent})`);
      }
    }
  }

  function start(): void {
    running ??= write()
      .catch((error: unknown) => {
        waiting.sent.clear();
        waiting.unsent.clear();
        log.warn({ error: String(error) }, "not given to the sender: the detector finds what was not published");
      })
      .finally(() => {
        running = null;
        if (waiting.sent.size + waiting.unsent.size > 0) start();
      });
  }

  return {
    leave({ eventIds, mayBeSent, away: newest = null }) {
      away = newest ?? away;
      for (const id of eventIds) (mayBeSent ? waiting.sent : waiting.unsent).add(id);
      start();
    },
    async settled() {
      while (running !== null) await running;
    },
  };
}
