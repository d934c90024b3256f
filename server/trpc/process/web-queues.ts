import { type Queues, queueClients } from "../../messaging/queues.ts";

/** Next may load a module more than once in a process; a client with its sockets must be one. */
const shared: typeof globalThis & { memberscopeQueues?: Queues } = globalThis;

/** The web process's client of SQS, asked only for how full queues are. */
export function webQueues(): Queues {
  shared.memberscopeQueues ??= queueClients();
  return shared.memberscopeQueues;
}
