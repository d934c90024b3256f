import { type DeadLetters, deadLetterClients } from "../../messaging/dead-letters.ts";

/** Next may load a module more than once in a process; a client with its sockets must be one. */
const shared: typeof globalThis & { memberscopeDeadLetters?: DeadLetters } = globalThis;

/** The web process's client of the dead-letter queues: it reads letters and lets them go again. */
export function webDeadLetters(): DeadLetters {
  shared.memberscopeDeadLetters ??= deadLetterClients();
  return shared.memberscopeDeadLetters;
}
