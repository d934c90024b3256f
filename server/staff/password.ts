import { randomBytes, scrypt, timingSafeEqual } from "node:crypto";
import { promisify } from "node:util";
import { DomainError } from "../errors.ts";

const derive = promisify<string, Buffer, number, { N: number; r: number; p: number; maxmem: number }, Buffer>(scrypt);

/** OWASP's password storage cheat sheet: N = 2^17, r = 8, p = 1; about 128 MiB and a fifth of a second a try. */
const COST = { N: 2 ** 17, r: 8, p: 1, maxmem: 256 * 1024 * 1024 };
const KEY_BYTES = 32;

/** A check takes one of the process's four threads, which files and names of hosts need too: two stay free. */
const CHECKS_AT_ONCE = 2;
/** About four seconds of waiting; a flood of tries beyond it is sent away and costs nothing. */
const MAX_WAITING = 20;

let running = 0;
const waiting: (() => void)[] = [];

/** Makes what is stored of a password: `scrypt$N$r$p$salt$key`, the last two in base64. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const key = await derive(password.normalize("NFKC"), salt, KEY_BYTES, COST);
  return ["scrypt", COST.N, COST.r, COST.p, salt.toString("base64"), key.toString("base64")].join("$");
}

/**
 * Whether the password is the one that was hashed. Takes as long for a wrong one; false for a hash it cannot read.
 *
 * @throws DomainError "unavailable" when too many checks are waiting.
 */
export async function verifyPassword(password: string, stored: string): Promise<boolean> {
  const [scheme, n, r, p, salt, key] = stored.split("$");
  if (scheme !== "scrypt" || !salt || !key) return false;
  const expected = Buffer.from(key, "base64");
  const cost = { N: Number(n), r: Number(r), p: Number(p), maxmem: COST.maxmem };
  await takeTurn();
  try {
    const actual = await derive(password.normalize("NFKC"), Buffer.from(salt, "base64"), expected.length, cost);
    return timingSafeEqual(actual, expected);
  } finally {
    giveTurnOn();
  }
}

async function takeTurn(): Promise<void> {
  if (running < CHECKS_AT_ONCE) {
    running += 1;
    return;
  }
  if (waiting.length >= MAX_WAITING) {
    throw new DomainError("unavailable", "Too many people are signing in right now. Try again in a few seconds.");
  }
  await new Promise<void>((resolve) => waiting.push(resolve));
}

/** The turn of one that ends is the next one's, so that nobody comes in between. */
function giveTurnOn(): void {
  const next = waiting.shift();
  if (next === undefined) running -= 1;
  else next();
}
