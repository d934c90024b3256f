import { sql } from "drizzle-orm";
import { connect, type Db } from "../db.ts";
import { createAccount } from "../staff/create-account.ts";
import { storeServiceToken } from "../subscribers/create-service-token.ts";
import { registerSubscriber } from "../subscribers/register-subscriber.ts";
import { registerWorkerSubscribers } from "../workers/worker-subscribers.ts";
import { demoStaff } from "./accounts.ts";
import { FAMILY_ACCOUNT, familyAccountEntry, familyAccountScope } from "./family-account/family-account-entry.ts";
import { migrateDemo } from "./migrate-demo.ts";
import { PARTNER_REPORTER, partnerReporterEntry, partnerReporterScope } from "./partner/partner-reporter-entry.ts";
import { inventWorld, WORLD_DAYS } from "./world/invent-world.ts";
import { storeWorld } from "./world/store-world.ts";

/** Any number will do; two loads of one database must take the same. */
const LOAD_LOCK = 6_357_213;

/**
 * Fills a migrated database with the demo: member system, event catalog, staff accounts, every subscriber of the
 * worker and the family account system, and a past of 90 days. Safe to run again: what is there stays, and the past is made once. Only for a
 * database that the demo's own start created.
 *
 * @param ownerUrl a connection as the owner, with the right to create roles.
 * @param familyAccountToken the service token that the family account system will present, and `partnerReporterToken`
 *   that of the partner reporter; left out, none is stored.
 * @param queuePrefix begins the names of queues, as QUEUE_PREFIX says.
 * @param log takes a line of progress.
 */
export async function loadDemo({
  ownerUrl,
  familyAccountToken,
  partnerReporterToken,
  queuePrefix = "memberscope-",
  log,
}: {
  ownerUrl: string;
  familyAccountToken?: string;
  partnerReporterToken?: string;
  queuePrefix?: string;
  log: (line: string) => void;
}): Promise<void> {
  await migrateDemo(ownerUrl);
  const db = connect({ url: ownerUrl, name: "demo load", max: 2 });
  try {
    await createStaff(db);
    await registerWorkerSubscribers(db, queuePrefix);
    await registerSubscriber(db, familyAccountEntry(queuePrefix));
    if (familyAccountToken !== undefined) {
      await storeServiceToken(db, { subscriberId: FAMILY_ACCOUNT, scope: familyAccountScope }, familyAccountToken);
    }
    await registerSubscriber(db, partnerReporterEntry(queuePrefix));
    if (partnerReporterToken !== undefined) {
      await storeServiceToken(
        db,
        { subscriberId: PARTNER_REPORTER, scope: partnerReporterScope },
        partnerReporterToken,
      );
    }
    const stored = await loadWorld(db);
    log(
      stored === null
        ? "The demo's members and events are there already."
        : `Loaded ${stored.members} members and ${stored.events} events of the last ${WORLD_DAYS} days.`,
    );
  } finally {
    await db.$client.end();
  }
}

async function createStaff(db: Db): Promise<void> {
  const rows = await db.execute<{ login: string }>(sql`select login from staff.account`);
  const known = new Set(rows.map(({ login }) => login));
  for (const account of demoStaff) if (!known.has(account.login)) await createAccount(db, account);
}

/** All of the past or nothing of it; null when it is there. */
async function loadWorld(db: Db): Promise<{ members: number; events: number } | null> {
  const stored = await db.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(${LOAD_LOCK})`);
    const [found] = await tx.execute<{ now: string; loaded: boolean }>(sql`
      select floor(extract(epoch from clock_timestamp()) * 1000)::text as now, exists (select from member.member) as loaded`);
    if (!found || found.loaded) return null;
    await tx.execute(sql`call event.add_quarters(current_date - ${WORLD_DAYS + 1}::int, current_date)`);
    const world = inventWorld(Number(found.now));
    await storeWorld(tx, world);
    return { members: world.members.length, events: world.events.length };
  });
  // Fresh statistics, or the first searches are planned for empty tables.
  if (stored) await db.execute(sql`analyze`);
  return stored;
}
