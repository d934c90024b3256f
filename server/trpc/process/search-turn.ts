import type { Db } from "../../db.ts";
import type { Actor } from "../../staff/actor.ts";
import { addressGroup } from "../../vocabulary/ip-address.ts";
import { keepLines } from "./turns.ts";
import { searchDatabase } from "./web-database.ts";

/** Half of the search pool is all that one person takes, and one search while others are at work; the explorer asks for six things at once. */
const PERSON = {
  atOnce: 2,
  beside: 1,
  besideMs: 10_000,
  waiting: 12,
  refusal: ({ atOnce, waiting }: { atOnce: number; waiting: number }) =>
    `Searches: ${atOnce} of yours run and ${waiting} more wait, which is all one person may have. Wait until one has ended, or break one off, and ask again.`,
};
/** A whole office may stand behind one address: it waits behind itself, not before others. */
const ADDRESS = {
  atOnce: 8,
  waiting: 240,
  refusal: ({ atOnce, waiting }: { atOnce: number; waiting: number }) =>
    `Searches: ${atOnce} from your address run and ${waiting} more wait, which is all one address may have. Wait a moment and ask again.`,
};

type Lines = { ofPerson: ReturnType<typeof keepLines>; ofAddress: ReturnType<typeof keepLines> };

/** Next may load a module more than once in a process; a person's line must be one. */
const shared: typeof globalThis & { memberscopeSearchLines?: Lines } = globalThis;

function lines(): Lines {
  shared.memberscopeSearchLines ??= { ofPerson: keepLines(PERSON), ofAddress: keepLines(ADDRESS) };
  return shared.memberscopeSearchLines;
}

/** Gives the search pool to some work for as long as it takes; `signal` says when nobody waits for the answer any more. */
export type Search = <T>(work: (db: Db) => Promise<T>, signal?: AbortSignal) => Promise<T>;

/**
 * The way to the search pool for somebody: each search takes its turn in the person's line and in the address's, in this
 * process, so that whoever searches much waits behind himself.
 *
 * The function it gives throws DomainError "busy" when too many wait already, "conflict" once nobody waits for the answer.
 */
export function searchAs({ accountId, ip }: Pick<Actor, "accountId" | "ip">): Search {
  return async (work, signal) => {
    const { ofPerson, ofAddress } = lines();
    const endOwn = await ofPerson(accountId, signal);
    try {
      const endShared = await ofAddress(addressGroup(ip), signal);
      try {
        return await work(searchDatabase());
      } finally {
        endShared();
      }
    } finally {
      endOwn();
    }
  };
}
