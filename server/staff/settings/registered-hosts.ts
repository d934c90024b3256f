import { sql } from "drizzle-orm";
import { z } from "zod";
import { isoTime } from "../../database-time.ts";
import type { Executor } from "../../db.ts";
import { DomainError } from "../../errors.ts";
import { NO_PRIVATE_HOSTS, type PrivateHosts } from "../../private-hosts.ts";
import { hostPurposes, type RegisteredHost } from "../../vocabulary/hosts/registered-host.ts";
import type { Actor } from "../actor.ts";
import { actRecorded, type Recorded } from "../recorded.ts";
import { requireFreshProof } from "../require-fresh-proof.ts";
import { requirePermission } from "../require-permission.ts";
import { newSecretToken } from "../secret-token.ts";

const LONGEST_URL = 500;

/** An HTTPS address: no password, nothing behind a "#". Which hosts it may name is asked when it is registered. */
const hostUrlSchema = z
  .string()
  .trim()
  .max(LONGEST_URL)
  .refine(isHostUrl, "must be an HTTPS address like https://hooks.example.com/memberscope");

/** An address to register, and for what. */
export const registerHostSchema = z.object({ purpose: z.enum(hostPurposes), url: hostUrlSchema }).strict();

/** A registered address. */
export const oneHostSchema = z.object({ id: z.uuid() }).strict();

function isHostUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password, hash, href } = new URL(text);
  return protocol === "https:" && username === "" && password === "" && hash === "" && href.length <= LONGEST_URL;
}

/** A name of the internet leads wherever its look-up says, which is judged when it is called; a machine's own name or address must be allowed. */
function requireHost(hostname: string, { isNamed, isWithin }: PrivateHosts): void {
  const host = hostname.replace(/^\[|\]$/g, "");
  if (/^[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z]{2,}$/.test(host) || isNamed(host) || isWithin(host)) return;
  throw new DomainError(
    "bad-input",
    `${host} is no host name of the internet, like hooks.example.com. Whoever runs Memberscope can allow a host of a private network by its name or network in PRIVATE_HOSTS of web and workers.`,
    { field: "url" },
  );
}

/**
 * The addresses outside that workers may call, newest first, the revoked ones, too.
 *
 * @throws DomainError "forbidden" when the actor may neither search, and so choose one, nor see settings.
 */
export async function listHosts(db: Executor, actor: Actor): Promise<{ hosts: RegisteredHost[] }> {
  requirePermission(actor, "event:search");
  const rows = await db.execute<RegisteredHost>(sql`
    select h.id::text as id, h.purpose, h.url, a.login as "registeredBy", ${isoTime(sql`h.registered_at`)} as "registeredAt",
           ${isoTime(sql`h.revoked_at`)} as "revokedAt"
      from staff.registered_host h join staff.account a on a.id = h.registered_by order by h.id desc`);
  return { hosts: [...rows] };
}

/**
 * Registers an address that workers may call, with a new secret by which it tells our calls from others'. The secret is told this once.
 *
 * @param privateHosts hosts of private networks that may be called.
 * @throws DomainError "forbidden" without the permission setting:change; "unproved"; "bad-input" for a host that may not be called;
 *   "conflict" where it is registered already.
 */
export async function registerHost(
  db: Executor,
  actor: Actor,
  { purpose, url }: z.infer<typeof registerHostSchema>,
  privateHosts: PrivateHosts = NO_PRIVATE_HOSTS,
): Promise<Recorded<{ id: string; secret: string }>> {
  requirePermission(actor, "setting:change");
  requireFreshProof(actor);
  const { href, hostname } = new URL(url);
  requireHost(hostname, privateHosts);
  const secret = newSecretToken("msh");
  return actRecorded(db, actor, async (tx) => {
    const there = await tx.execute(sql`
      select from staff.registered_host h where h.purpose = ${purpose} and h.url = ${href} and h.revoked_at is null`);
    if (there.length > 0) {
      throw new DomainError("conflict", `${href} is registered already. Revoke it first to give it another secret.`, {
        field: "url",
      });
    }
    const [row] = await tx.execute<{ id: string }>(sql`
      insert into staff.registered_host (purpose, url, secret, registered_by)
      values (${purpose}, ${href}, ${secret}, ${actor.accountId}::uuid) returning id::text as id`);
    return { act: "host.register", memberIds: [], what: { purpose, url: href }, answer: { id: row?.id ?? "", secret } };
  });
}

/**
 * Lets an address be called no more, from the next call on.
 *
 * @throws DomainError "forbidden" and "unproved" as registerHost does; "not-found" for an address that is not registered.
 */
export async function revokeHost(
  db: Executor,
  actor: Actor,
  { id }: z.infer<typeof oneHostSchema>,
): Promise<Recorded<{ id: string }>> {
  requirePermission(actor, "setting:change");
  requireFreshProof(actor);
  return actRecorded(db, actor, async (tx) => {
    const [host] = await tx.execute<{ url: string }>(sql`
      update staff.registered_host set revoked_at = clock_timestamp() where id = ${id}::uuid and revoked_at is null returning url`);
    if (host === undefined) {
      throw new DomainError(
        "not-found",
        "This address is not registered, or was revoked already. Look at the list anew.",
      );
    }
    return { act: "host.revoke", memberIds: [], what: { url: host.url }, answer: { id } };
  });
}
