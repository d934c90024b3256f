import { sql } from "drizzle-orm";
import { connect, type Db } from "../db.ts";
import { createAccount } from "../staff/create-account.ts";
import { StartRefusal } from "../start/refusals/start-refusal.ts";
import { storeServiceToken } from "../subscribers/create-service-token.ts";
import { registerSubscriber } from "../subscribers/register-subscriber.ts";
import { registerWorkerSubscribers } from "../workers/worker-subscribers.ts";
import { demoStaff } from "./accounts.ts";
import { FAMILY_ACCOUNT, familyAccountEntry, familyAccountScope } from "./family-account/family-account-entry.ts";
import { migrateDemo } from "./migrate-demo.ts";
import { PARTNER_REPORTER, partnerReporterEntry, partnerReporterScope } from "./partner/partner-reporter-entry.ts";
import { loadWorld } from "./world/load-world.ts";
import { DEMO_MEMBERS } from "./world/world-plan.ts";

/** What to load, and where to. */
export type DemoLoad = {
  /** A connection as the owner, with the right to create roles. */
  ownerUrl: string;
  /** The service tokens that the outside systems will present; left out, none is stored. */
  familyAccountToken?: string;
  partnerReporterToken?: string;
  /** Begins the names of queues, as QUEUE_PREFIX says. */
  queuePrefix?: string;
  members?: number;
  /** Takes a line of progress. */
  log: (line: string) => void;
};

/**
 * Fills a migrated database with the demo: member system, event catalog, staff accounts, every subscriber of the worker
 * and the outside systems, and a past of 24 months. Safe to run again: what is there stays, and a load that was broken off
 * goes on. Only for a database that the demo's own start created.
 *
 * @throws StartRefusal when the database holds the demo of an earlier version.
 */
export async function loadDemo(load: DemoLoad): Promise<void> {
  const { ownerUrl, queuePrefix = "memberscope-", members = DEMO_MEMBERS, log } = load;
  const db = connect({ url: ownerUrl, name: "demo load", max: 2 });
  try {
    await refuseEarlierDemo(db);
    await migrateDemo(ownerUrl);
    await createStaff(db);
    await registerWorkerSubscribers(db, queuePrefix);
    await registerSubscriber(db, familyAccountEntry(queuePrefix));
    await registerSubscriber(db, partnerReporterEntry(queuePrefix));
    await storeTokens(db, load);
    const started = performance.now();
    const world = await loadWorld(db, {
      members,
      onProgress: ({ units, of, events }) => {
        if (units < of) log(`Demo data: ${Math.round((100 * units) / of)} %, ${events} events`);
      },
    });
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    log(
      world.loaded === 0
        ? "The demo's members and events are there already."
        : `Loaded ${world.members} members and ${world.events} events of the last 24 months (${seconds} s).`,
    );
  } finally {
    await db.$client.end();
  }
}

/** Earlier versions of the demo had members without a note of how they were made, and other words for what they did. */
async function refuseEarlierDemo(db: Db): Promise<void> {
  const [found] = await db.execute<{ earlier: boolean }>(sql`
    select to_regclass('member.member') is not null and to_regclass('demo_world.run') is null as earlier`);
  if (!found?.earlier) return;
  throw new StartRefusal(
    "The data directory holds the demo of an earlier version, which this one cannot go on with. Run npm run reset, then npm start again.",
  );
}

/** Who makes the demo accounts. */
const INSTALLATION = { kind: "host", login: "host:npm start", ip: null } as const;

async function createStaff(db: Db): Promise<void> {
  const rows = await db.execute<{ login: string }>(sql`select login from staff.account`);
  const known = new Set(rows.map(({ login }) => login));
  for (const account of demoStaff) if (!known.has(account.login)) await createAccount(db, INSTALLATION, account);
}

async function storeTokens(db: Db, { familyAccountToken, partnerReporterToken }: DemoLoad): Promise<void> {
  if (familyAccountToken !== undefined) {
    await storeServiceToken(db, { subscriberId: FAMILY_ACCOUNT, scope: familyAccountScope }, familyAccountToken);
  }
  if (partnerReporterToken !== undefined) {
    await storeServiceToken(db, { subscriberId: PARTNER_REPORTER, scope: partnerReporterScope }, partnerReporterToken);
  }
}
