import { DomainError } from "../../errors.ts";

/**
 * How many go on at once in one line, how many may wait behind them, and what whoever comes after these is told. `beside`: how many at once while
 * another line is in use, or was in the last `besideMs`: people read what came before they ask again. As many as ever unless given.
 */
type LineRule = {
  atOnce: number;
  beside?: number;
  besideMs?: number;
  waiting: number;
  refusal: (rule: { atOnce: number; waiting: number }) => string;
  /** Milliseconds of a clock that only goes forward. */
  now?: () => number;
};

/** Ends a turn; whoever has waited longest is next. */
export type EndTurn = () => void;

/** One line for each key: a person, an address. `endedAt`: when a turn of it last ended. */
type Line = { running: number; waiting: Set<() => void>; endedAt: number };

/**
 * Keeps lines in which everybody takes a turn, so that whoever asks much waits behind himself alone.
 *
 * @returns a function that waits for the turn of a key, and gives what ends it.
 */
export function keepLines({
  atOnce,
  beside = atOnce,
  besideMs = 0,
  waiting,
  refusal,
  now = () => performance.now(),
}: LineRule) {
  const lines = new Map<string, Line>();

  /** @throws DomainError "busy" when too many wait already, "conflict" once the signal says that nobody waits for the answer. */
  return async function takeTurn(key: string, signal?: AbortSignal): Promise<EndTurn> {
    const line = lines.get(key) ?? { running: 0, waiting: new Set(), endedAt: Number.NEGATIVE_INFINITY };
    lines.set(key, line);
    if (line.running < most(line)) line.running += 1;
    else if (line.waiting.size >= waiting) throw new DomainError("busy", refusal({ atOnce, waiting }));
    else await waitIn(line, signal);
    return () => endTurn(line);
  };

  function endTurn(line: Line): void {
    line.running -= 1;
    line.endedAt = now();
    for (const [key, one] of lines) if (!isInUse(one)) lines.delete(key);
    // With one line less in use another may have more at once.
    for (const one of lines.values()) handOn(one);
  }

  function isInUse({ running, waiting, endedAt }: Line): boolean {
    return running > 0 || waiting.size > 0 || now() - endedAt < besideMs;
  }

  /** How many go on at once in a line now. */
  function most(line: Line): number {
    for (const other of lines.values()) if (other !== line && isInUse(other)) return beside;
    return atOnce;
  }

  function handOn(line: Line): void {
    for (const next of line.waiting) {
      if (line.running >= most(line)) return;
      line.running += 1;
      next();
    }
  }
}

/** Waits until a turn that ended is handed on. */
function waitIn({ waiting }: Line, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const leave = () => {
      waiting.delete(take);
      signal?.removeEventListener("abort", giveUp);
    };
    const take = () => {
      leave();
      resolve();
    };
    const giveUp = () => {
      leave();
      reject(new DomainError("conflict", "Nobody waited for the answer any more, so it was not begun."));
    };
    waiting.add(take);
    signal?.addEventListener("abort", giveUp, { once: true });
    if (signal?.aborted) giveUp();
  });
}
