import { randomBytes } from "node:crypto";
import { chmodSync, existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { findFreePort, isPortFree } from "../../embedded/free-port.ts";

const secretsFile = z.object({
  superuser: z.string(),
  web: z.string(),
  worker: z.string(),
  domain_writer: z.string(),
  family_account: z.string(),
  partner_reporter: z.string(),
  searchHashKey: z.string(),
  familyAccountToken: z.string(),
  partnerReporterToken: z.string(),
  fileKey: z.string(),
});

const portsFile = z.object({ postgres: z.number(), sns: z.number(), sqs: z.number() });

/** Passwords and keys of one data directory; the database in it only opens with these. */
export type Secrets = z.infer<typeof secretsFile>;

/** Loopback ports of the embedded servers. */
export type Ports = z.infer<typeof portsFile>;

/**
 * Reads the secrets of a data directory, or makes them at its first start, readable by this account alone. One that a
 * newer version needs is added.
 */
export function readSecrets(directory: string): Secrets {
  const file = join(directory, "secrets.json");
  const text = existsSync(file) ? readFileSync(file, "utf8") : "{}";
  const secrets = secretsFile.parse({ ...makeSecrets(), ...JSON.parse(text) });
  const complete = JSON.stringify(secrets, null, 2);
  if (complete !== text) writePrivately(file, complete);
  return secrets;
}

function makeSecrets(): Secrets {
  return {
    superuser: makeSecret(),
    web: makeSecret(),
    worker: makeSecret(),
    domain_writer: makeSecret(),
    family_account: makeSecret(),
    partner_reporter: makeSecret(),
    searchHashKey: makeSecret(),
    familyAccountToken: makeSecret(),
    partnerReporterToken: makeSecret(),
    fileKey: makeSecret(),
  };
}

/** The ports of the last start, so that what was written down about them stays true; new ones for those taken since. */
export async function readPorts(directory: string): Promise<Ports> {
  const file = join(directory, "ports.json");
  const last = existsSync(file) ? portsFile.parse(JSON.parse(readFileSync(file, "utf8"))) : null;
  const keep = async (port: number | undefined) => {
    return port !== undefined && (await isPortFree(port)) ? port : findFreePort();
  };
  const ports: Ports = {
    postgres: await keep(last?.postgres),
    sns: await keep(last?.sns),
    sqs: await keep(last?.sqs),
  };
  writePrivately(file, JSON.stringify(ports));
  return ports;
}

/** Writes a file that only this account can read, all or nothing. */
export function writePrivately(file: string, text: string): void {
  const beside = `${file}.new`;
  writeFileSync(beside, text, { mode: 0o600 });
  chmodSync(beside, 0o600);
  renameSync(beside, file);
}

function makeSecret(): string {
  return randomBytes(24).toString("base64url");
}
