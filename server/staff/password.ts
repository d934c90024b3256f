import { argon2, randomBytes, scrypt, timingSafeEqual } from "node:crypto";
import { promisify } from "node:util";
import { DomainError } from "../errors.ts";

/** OWASP's password storage cheat sheet: 19 MiB, two passes, one lane; 70 ms a try, where scrypt of the same strength took 760. */
const COST = { memory: 19 * 1024, passes: 2, parallelism: 1 };
const KEY_BYTES = 32;

/** A check takes one of the process's four threads, which files and names of hosts need too: two stay free. */
const CHECKS_AT_ONCE = 2;
/** Of one sender so many wait, and of all together; what goes beyond is sent away and costs nothing. */
const WAITING_OF_ONE = 5;
const WAITING_OF_ALL = 100;

let running = 0;
/** Who waits, by sender; the sender whose turn is next stands first. */
const waiting = new Map<string, (() => void)[]>();

/** Makes what is stored of a password: `argon2id$memory$passes$parallelism$salt$key`, memory in KiB, the last two in base64. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const key = await derive(password, { salt, keyBytes: KEY_BYTES, ...COST });
  const { memory, passes, parallelism } = COST;
  return ["argon2id", memory, passes, parallelism, salt.toString("base64"), key.toString("base64")].join("$");
}

/**
 * Whether the password is the one that was hashed. Takes as long for a wrong one; false for a hash it cannot read. Hashes of
 * earlier releases (`scrypt$N$r$p$salt$key`) stay readable.
 *
 * @param sender names who tries: senders take turns, so that many tries of one hold up no other.
 * @throws DomainError "unavailable" when too many checks are waiting.
 */
export async function verifyPassword(password: string, stored: string, sender: string): Promise<boolean> {
  const [scheme, first, second, third, salt, key] = stored.split("$");
  if ((scheme !== "argon2id" && scheme !== "scrypt") || !salt || !key) return false;
  const expected = Buffer.from(key, "base64");
  const made = { salt: Buffer.from(salt, "base64"), keyBytes: expected.length };
  const [a, b, c] = [Number(first), Number(second), Number(third)];
  await takeTurn(sender);
  try {
    const actual =
      scheme === "scrypt"
        ? await deriveByScrypt(password, { ...made, N: a, r: b, p: c })
        : await derive(password, { ...made, memory: a, passes: b, parallelism: c });
    return timingSafeEqual(actual, expected);
  } finally {
    giveTurnOn();
  }
}

type Made = { salt: Buffer; keyBytes: number };

function derive(password: string, { salt, keyBytes, ...cost }: Made & typeof COST): Promise<Buffer> {
  const parameters = { ...cost, nonce: salt, tagLength: keyBytes, message: Buffer.from(password.normalize("NFKC")) };
  return new Promise((resolve, reject) => {
    argon2("argon2id", parameters, (error, key) => (error === null ? resolve(key) : reject(error)));
  });
}

const scryptOf = promisify<string, Buffer, number, { N: number; r: number; p: number; maxmem: number }, Buffer>(scrypt);

function deriveByScrypt(password: string, { salt, keyBytes, ...cost }: Made & { N: number; r: number; p: number }) {
  return scryptOf(password.normalize("NFKC"), salt, keyBytes, { ...cost, maxmem: 256 * 1024 * 1024 });
}

async function takeTurn(sender: string): Promise<void> {
  if (running < CHECKS_AT_ONCE) {
    running += 1;
    return;
  }
  const own = waiting.get(sender) ?? [];
  const all = [...waiting.values()].reduce((sum, { length }) => sum + length, 0);
  if (own.length >= WAITING_OF_ONE || all >= WAITING_OF_ALL) {
    throw new DomainError("unavailable", "Too many people are signing in right now. Try again in a few seconds.");
  }
  await new Promise<void>((resolve) => {
    own.push(resolve);
    waiting.set(sender, own);
  });
}

/** The turn of one that ends goes to the next sender, so that nobody comes in between; the sender's others go to the end of the row. */
function giveTurnOn(): void {
  for (const [sender, [next, ...rest]] of waiting) {
    waiting.delete(sender);
    if (rest.length > 0) waiting.set(sender, rest);
    if (next === undefined) continue;
    next();
    return;
  }
  running -= 1;
}
