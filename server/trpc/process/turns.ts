import { DomainError } from "../../errors.ts";

/**
 * How many go on at once in one line, how many may wait behind them, and what whoever comes after these is told. `beside`: how many at once while
 * another line is in use; as many as ever unless given.
 */
type LineRule = {
  atOnce: number;
  beside?: number;
  waiting: number;
  refusal: (rule: { atOnce: number; waiting: number }) => string;
};

/** Ends a turn; whoever has waited longest is next. */
export type EndTurn = () => void;

/** One line for each key: a person, an address. */
type Line = { running: number; waiting: Set<() => void> };

/**
 * Keeps lines in which everybody takes a turn, so that whoever asks much waits behind himself alone.
 *
 * @returns a function that waits for the turn of a key, and gives what ends it.
 */
export function keepLines({ atOnce, beside = atOnce, waiting, refusal }: LineRule) {
  const lines = new Map<string, Line>();
  const most = () => (lines.size > 1 ? beside : atOnce);

  /** @throws DomainError "busy" when too many wait already, "conflict" once the signal says that nobody waits for the answer. */
  return async function takeTurn(key: string, signal?: AbortSignal): Promise<EndTurn> {
    const line = lines.get(key) ?? { running: 0, waiting: new Set() };
    lines.set(key, line);
    if (line.running < most()) line.running += 1;
    else if (line.waiting.size >= waiting) throw new DomainError("busy", refusal({ atOnce, waiting }));
    else await waitIn(line, signal);
    return () => endTurn(key, line);
  };

  function endTurn(key: string, line: Line): void {
    line.running -= 1;
    if (line.running === 0 && line.waiting.size === 0) lines.delete(key);
    // With one line less in use another may have more at once.
    for (const one of lines.values()) handOn(one);
  }

  function handOn(line: Line): void {
    for (const next of line.waiting) {
      if (line.running >= most()) return;
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
