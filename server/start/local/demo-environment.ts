import { demoStaff } from "../../demo/accounts.ts";
import type { Ports, Secrets } from "../data/secrets.ts";
import { StartRefusal } from "../refusals/start-refusal.ts";
import { connectAs, type LoginRole } from "./login-roles.ts";

/** Where the parts of one start are found. */
export interface Places {
  /** The owner's connection to the database `memberscope`. */
  ownerUrl: string;
  publicUrl: string;
  host: string;
  port: number;
  internalTopicArn: string;
  externalTopicArn: string;
  /** Where the access records are anchored. */
  anchorDir: string;
}

/** The AWS SDK's settings for the embedded servers; the credentials are not checked. */
export function messagingSettings(ports: Ports) {
  return {
    AWS_ENDPOINT_URL_SNS: `http://127.0.0.1:${ports.sns}`,
    AWS_ENDPOINT_URL_SQS: `http://127.0.0.1:${ports.sqs}`,
    AWS_REGION: "us-east-1",
    AWS_ACCESS_KEY_ID: "embedded",
    AWS_SECRET_ACCESS_KEY: "embedded",
    QUEUE_PREFIX: process.env.QUEUE_PREFIX || "memberscope-",
  };
}

/**
 * How many members the demo begins with: DEMO_MEMBERS, for tests that need no large world; left out, the demo's own size.
 *
 * @throws StartRefusal when it is set to no number of members.
 */
export function demoMembers(): { members?: number } {
  const given = process.env.DEMO_MEMBERS;
  if (!given) return {};
  const members = Number(given);
  if (Number.isSafeInteger(members) && members >= 100) return { members };
  throw new StartRefusal(
    `DEMO_MEMBERS must be a whole number from 100 on, and is "${given}". Correct it, or leave it out.`,
  );
}

/** Settings of web, worker and demo: each gets only what it needs, the owner's connection none of them. */
export function processSettings(places: Places, secrets: Secrets, ports: Ports) {
  const as = (role: LoginRole) => connectAs(places.ownerUrl, { role, password: secrets[role] });
  const common = {
    ...messagingSettings(ports),
    NODE_ENV: "production",
    NEXT_TELEMETRY_DISABLED: "1",
    DEMO: "1",
    HOST: places.host,
    PORT: String(places.port),
    PUBLIC_URL: places.publicUrl,
    INTERNAL_TOPIC_ARN: places.internalTopicArn,
    EXTERNAL_TOPIC_ARN: places.externalTopicArn,
    ANCHOR_DIR: places.anchorDir,
  };
  const files = { FILE_KEY: secrets.fileKey };
  const worker = { ...common, ...files, WORKER_DATABASE_URL: as("worker") };
  return {
    web: { ...common, ...files, DATABASE_URL: as("web"), DEMO_STAFF: JSON.stringify(demoStaff) },
    worker,
    demo: {
      ...worker,
      DOMAIN_WRITER_DATABASE_URL: as("domain_writer"),
      FAMILY_ACCOUNT_DATABASE_URL: as("family_account"),
      FAMILY_ACCOUNT_TOKEN: secrets.familyAccountToken,
      PARTNER_REPORTER_DATABASE_URL: as("partner_reporter"),
      PARTNER_REPORTER_TOKEN: secrets.partnerReporterToken,
    },
  };
}

/** The file by which a shell, and with it the command line, gets the settings of this start. */
export function shellFile(places: Places, secrets: Secrets, ports: Ports): string {
  const { web, worker } = processSettings(places, secrets, ports);
  const settings: Record<string, string> = {
    ...messagingSettings(ports),
    DATABASE_URL: web.DATABASE_URL,
    WORKER_DATABASE_URL: worker.WORKER_DATABASE_URL,
    MIGRATE_DATABASE_URL: places.ownerUrl,
    INTERNAL_TOPIC_ARN: places.internalTopicArn,
    EXTERNAL_TOPIC_ARN: places.externalTopicArn,
    MEMBERSCOPE_URL: places.publicUrl,
    ANCHOR_DIR: places.anchorDir,
  };
  const lines = Object.entries(settings).map(([name, value]) => `${name}=${quote(value)}`);
  return `${lines.join("\n")}\n`;
}

/** Puts a value into a shell's command or file, whatever is in it; what needs no quotes gets none. */
export function quote(value: string): string {
  if (/^[\w./:@-]+$/.test(value)) return value;
  return `'${value.replaceAll("'", `'\\''`)}'`;
}
