import { DomainError } from "../../errors.ts";

/** One person's streams at once in a process: a tab has one while it is seen. */
const PER_PERSON = 8;

type Streams = { open: Map<string, number>; ending: AbortController };

/** Next may load a module more than once in a process; what is counted and ended must be one. */
const shared: typeof globalThis & { memberscopeStreams?: Streams } = globalThis;

function streams(): Streams {
  shared.memberscopeStreams ??= { open: new Map(), ending: new AbortController() };
  return shared.memberscopeStreams;
}

/** Aborted when the process is asked to end: a stream must not keep it from ending. */
export function streamsEnd(): AbortSignal {
  return streams().ending.signal;
}

/** Ends every stream once the process is asked to end. Whoever follows one asks again, and finds the next process. */
export function endStreamsWithProcess(): void {
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => streams().ending.abort());
}

/**
 * Counts a stream of somebody until it is closed.
 *
 * @returns what closes it.
 * @throws DomainError "too-many" when the person has as many as one may have.
 */
export function openStream(accountId: string): () => void {
  const { open } = streams();
  const count = open.get(accountId) ?? 0;
  if (count >= PER_PERSON) {
    throw new DomainError(
      "too-many",
      `You follow ${PER_PERSON} things at once, as many as one may. Close a tab, or ask for it again and again instead.`,
    );
  }
  open.set(accountId, count + 1);
  return () => {
    const left = (open.get(accountId) ?? 1) - 1;
    if (left > 0) open.set(accountId, left);
    else open.delete(accountId);
  };
}
