import { z } from "zod";
import { isLoopback } from "./loopback.ts";
import { NO_PRIVATE_HOSTS, parsePrivateHosts } from "./private-hosts.ts";
import { roles } from "./vocabulary/roles.ts";

const url = z.string().regex(/^postgres(ql)?:\/\/.+/, "must look like postgres://user:password@host:5432/database");
const arn = z.string().regex(/^arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:.+$/, "must be the ARN of an SNS topic");

/** @param rule says which numbers, as it stands after the variable's name. */
function wholeNumber(low: number, high: number, rule: string) {
  const error = `must be a whole number ${rule}`;
  return z.coerce.number({ error }).int({ error }).min(low, { error }).max(high, { error });
}

const port = wholeNumber(1, 65_535, "from 1 to 65535");

/** One account for web and worker is enough where nobody wants two. */
function workerUrlOrWebUrl(given: unknown): unknown {
  if (typeof given !== "object" || given === null || !("DATABASE_URL" in given)) return given;
  return { WORKER_DATABASE_URL: given.DATABASE_URL, ...given };
}

const common = {
  MEMBERSCOPE_DATA_DIR: z.string().min(1).default(".data"),
  QUEUE_PREFIX: z
    .string()
    .regex(/^[A-Za-z0-9_-]*$/, "may hold letters, digits, - and _")
    .default("memberscope-"),
  DEMO: z.stringbool().default(false),
};

/** Where the anchor of the access records is: a directory that only grows, best another system user's. */
const anchor = { ANCHOR_DIR: z.string().min(1).optional() };

/** What prepared files are sealed with; without it none is made. Web and worker have the same. */
const files = { FILE_KEY: z.string().min(32, "must have at least 32 characters").optional() };

/** Plain HTTP is for a provider on the machine itself alone: whoever stands between could name anybody. */
function isSafeIssuer(issuer: string): boolean {
  const { protocol, hostname } = new URL(issuer);
  return protocol === "https:" || (protocol === "http:" && isLoopback(hostname));
}

/** Which group of the provider has which role; of several that somebody is in, the first here counts. */
const groupRoles = z.string().transform((text, context) => {
  const pairs = text.split(",").map((pair) => {
    const at = pair.lastIndexOf("=");
    return { group: pair.slice(0, at).trim(), role: roles.find((role) => role === pair.slice(at + 1).trim()) };
  });
  return pairs.flatMap(({ group, role }) => {
    if (group !== "" && role !== undefined) return [{ group, role }];
    context.addIssue({ code: "custom", message: `must look like group=role,group=role, with ${roles.join(", ")}` });
    return [];
  });
});

/** Hosts of private networks that may be registered and called all the same; where it is not set, none. */
const privateHosts = {
  PRIVATE_HOSTS: z
    .string()
    .transform((text, context) => {
      const hosts = parsePrivateHosts(text);
      if (hosts !== null) return hosts;
      context.addIssue({
        code: "custom",
        message: "must be host names and networks parted by commas, like held.corp.internal,10.20.0.0/16",
      });
      return NO_PRIVATE_HOSTS;
    })
    .default(NO_PRIVATE_HOSTS),
};

const messaging = { INTERNAL_TOPIC_ARN: arn, EXTERNAL_TOPIC_ARN: arn };

/** How staff sign in by an identity provider; without OIDC_ISSUER they do by accounts of their own. */
const provider = {
  OIDC_ISSUER: z
    .url()
    .refine(isSafeIssuer, "must begin with https:// (http:// only on this machine's loopback)")
    .optional(),
  OIDC_CLIENT_ID: z.string().min(1).optional(),
  OIDC_CLIENT_SECRET: z.string().min(1).optional(),
  OIDC_ROLES: groupRoles.optional(),
  OIDC_GROUPS_CLAIM: z.string().min(1).default("groups"),
  OIDC_AMR: z.string().min(1).default("mfa"),
  OIDC_SCOPE: z
    .string()
    .regex(/^openid( [\w:./-]+)*$/, "must begin with openid and hold scopes parted by one space")
    .default("openid profile email"),
  OIDC_NAME: z.string().min(1).max(60).optional(),
};

const PROVIDER_NEEDS = ["OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET", "OIDC_ROLES", "PUBLIC_URL"] as const;

/** What an issuer needs beside it is asked for with all other faults. */
function addProviderFaults(settings: object, context: z.RefinementCtx): void {
  if (Reflect.get(settings, "OIDC_ISSUER") === undefined) return;
  for (const name of PROVIDER_NEEDS) {
    if (Reflect.get(settings, name) !== undefined) continue;
    context.addIssue({ code: "custom", path: [name], message: "must be set where OIDC_ISSUER is" });
  }
}

const shapes = {
  web: z
    .object({
      ...common,
      ...messaging,
      ...anchor,
      ...files,
      ...privateHosts,
      ...provider,
      DATABASE_URL: url,
      HOST: z.string().min(1).default("127.0.0.1"),
      PORT: port.default(3000),
      PUBLIC_URL: z.url().optional(),
      TRUSTED_PROXIES: wholeNumber(0, 100, "from 0 to 100").default(0),
      DEMO_STAFF: z.string().optional(),
    })
    .superRefine(addProviderFaults),
  worker: z.preprocess(
    workerUrlOrWebUrl,
    z.object({
      ...common,
      ...messaging,
      ...anchor,
      ...files,
      ...privateHosts,
      WORKER_DATABASE_URL: url,
      UNPUBLISHED_AFTER_MS: wholeNumber(100, 2_147_483_647, "of milliseconds, 100 at least").default(300_000),
    }),
  ),
  migrate: z.object({
    QUEUE_PREFIX: common.QUEUE_PREFIX,
    MIGRATE_DATABASE_URL: url,
    SEARCH_HASH_KEY: z.string().min(16, "must have at least 16 characters").optional(),
  }),
  cli: z.object({
    ...common,
    ...anchor,
    MEMBERSCOPE_URL: z.url().default("http://127.0.0.1:3000"),
    MEMBERSCOPE_TOKEN: z.string().optional(),
    DATABASE_URL: url.optional(),
    INTERNAL_TOPIC_ARN: arn.optional(),
    EXTERNAL_TOPIC_ARN: arn.optional(),
  }),
  demo: z.object({
    ...common,
    ...messaging,
    WORKER_DATABASE_URL: url,
    FAMILY_ACCOUNT_DATABASE_URL: url,
    FAMILY_ACCOUNT_TOKEN: z.string().min(16),
    PARTNER_REPORTER_DATABASE_URL: url,
    PARTNER_REPORTER_TOKEN: z.string().min(16),
    DOMAIN_WRITER_DATABASE_URL: url,
    PUBLIC_URL: z.url(),
  }),
} as const;

/** The processes that read settings, each with its own needs. */
export type Process = keyof typeof shapes;

/** The settings of one process, parsed. */
export type Env<P extends Process> = z.infer<(typeof shapes)[P]>;

/**
 * Reads the environment of one process, the only place that does.
 *
 * @throws Error that lists every fault at once, each with the variable's name and rule; values are not repeated, since they may be secrets.
 */
export function readEnv<P extends Process>(
  process_: P,
  source: Record<string, string | undefined> = process.env,
): Env<P> {
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ""));
  const parsed = shapes[process_].safeParse(given);
  if (parsed.success) return asEnv<P>(parsed.data);
  const faults = parsed.error.issues.map((issue) => {
    const name = issue.path.join(".");
    return given[name] === undefined && issue.code !== "custom" ? `${name} is not set` : `${name} ${issue.message}`;
  });
  throw new Error(`The ${process_} process cannot start. Set these environment variables:\n  ${faults.join("\n  ")}`);
}

/** The schema looked up by P gives the type looked up by P; TypeScript cannot follow an index into a table of schemas. */
function asEnv<P extends Process>(data: unknown): Env<P> {
  return data as Env<P>;
}
