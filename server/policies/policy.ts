import type { Raise } from "../application-events/domain-transaction.ts";
import type { Executor } from "../db.ts";
import type { MemberscopeMessage } from "../messaging/message.ts";
import type { InLanguages } from "../vocabulary/languages.ts";

/**
 * What a republish job makes a policy do: act again, never act again, or act again only while the event is young.
 * The detector's resends are no replays: they stand for a first message that may never have come.
 */
export type ReplayRule = { rule: "again" } | { rule: "skip" } | { rule: "if-recent"; withinMs: number };

/** A task that follows an internal event, on its own queue: one file, and one line in policy-list.ts. */
export type Policy = {
  /** Its unique id as a subscriber: target of single republishes, name of its queue, handler in the inbox. */
  id: string;
  /** The actions it wants; its filter policy keeps everything else away. */
  actions: readonly string[];
  replay: ReplayRule;
  /** Who answers for it. */
  ownerDomain: string;
  description: InLanguages;
  /**
   * Does the task. Called at most once with lasting effect for each (event, delivery): whatever it writes through `tx`
   * and raises is committed together with the inbox row, so nothing may be done outside `tx`.
   *
   * @param raise stores an event inside the transaction; it is published after commit.
   * @returns the outcome in a few words, without personal data: staff read it in the event's biography, in their own
   *   language where it is one of policy-outcome.ts.
   * @throws anything, to undo all of it and have the message come again; after five receives it lies in the dead-letter queue.
   */
  handle(tx: Executor, message: MemberscopeMessage, raise: Raise): Promise<string>;
};
