import type { ChildProcess } from "node:child_process";
import { join } from "node:path";
import { SHELL_FILE } from "../data/data-directory.ts";
import { ANCHOR_DIRECTORY, POSTGRES_DIRECTORY } from "../data/remove-data.ts";
import { type Ports, readPorts, readSecrets, type Secrets, writePrivately } from "../data/secrets.ts";
import type { WebAddress } from "../refusals/web-address.ts";
import { say, timed } from "../supervise/progress.ts";
import type { Services } from "../supervise/services.ts";
import { supervisePostgres } from "../supervise/supervised-postgres.ts";
import { type Program, readyByMessage, stopProcess, supervise } from "../supervise/supervised-process.ts";
import { webArguments } from "../supervise/web-arguments.ts";
import { buildWeb } from "./build-web.ts";
import { demoMembers, messagingSettings, type Places, processSettings, quote, shellFile } from "./demo-environment.ts";
import { createAccounts, createDatabase } from "./prepare-database.ts";

/** Time for a program to end by itself; with the servers after it, the whole stop stays under ten seconds. */
const PROGRAM_STOP_MS = 3_000;

/** Nothing else may be said for as long as the build takes. */
const BUILD_PROGRESS_MS = 20_000;

/** What one start works with. */
interface Start {
  directory: string;
  address: WebAddress;
  services: Services;
}

/**
 * Starts all parts of the product, side by side where they do not need each other, and prints how to use them.
 *
 * @throws when one of them does not come up; the caller ends the others.
 */
export async function startEverything({ directory, address, services }: Start): Promise<void> {
  const world = demoMembers();
  const secrets = readSecrets(directory);
  const ports = await readPorts(directory);
  const [ownerUrl, topics] = await Promise.all([
    prepareData({ directory, services, secrets, ports, world }),
    prepareMessaging({ directory, services, ports }),
    buildConsole(services),
  ]);
  const places: Places = { ownerUrl, ...address, ...topics, anchorDir: join(directory, ANCHOR_DIRECTORY) };
  const settings = processSettings(places, secrets, ports);
  const program = (name: string, args: string[], env: Record<string, string>) => ({
    name,
    args,
    env,
    logFile: join(directory, "logs", `${name}.log`),
  });
  const readiness = `${address.localUrl}/api/health/ready`;
  await Promise.all([
    runProgram(services, {
      ...program("web", webArguments(address), settings.web),
      waitUntilReady: () => answers(readiness),
    }),
    runProgram(services, {
      ...program("worker", ["server/workers/main.ts"], settings.worker),
      waitUntilReady: readyByMessage,
    }),
  ]);
  // The demo systems act through the console's details API, so it comes last.
  await runProgram(services, {
    ...program("demo", ["server/demo/main.ts"], settings.demo),
    waitUntilReady: readyByMessage,
  });
  const shell = join(directory, SHELL_FILE);
  writePrivately(shell, shellFile(places, secrets, ports));
  await printWelcome(places, directory, shell);
}

async function prepareData({
  directory,
  services,
  secrets,
  ports,
  world,
}: {
  directory: string;
  services: Services;
  secrets: Secrets;
  ports: Ports;
  world: { members?: number };
}): Promise<string> {
  const settings = {
    dir: join(directory, POSTGRES_DIRECTORY),
    durable: true,
    port: ports.postgres,
    superuserPassword: secrets.superuser,
    pidFile: join(directory, "logs", "postgres.pid"),
  };
  const starting = supervisePostgres(settings);
  services.add("database", async () => {
    // A start under way is waited for: its server would be left behind.
    const running = await starting.catch(() => null);
    await running?.stop();
  });
  const server = await timed("PostgreSQL started", () => starting);
  const ownerUrl = await createDatabase(server.url);
  await timed("Database migrated", async () => {
    const { migrate } = await import("../../migrate.ts");
    await migrate({ url: ownerUrl, searchHashKey: secrets.searchHashKey });
  });
  await timed("Demo data loaded", async () => {
    const { loadDemo } = await import("../../demo/load.ts");
    const queuePrefix = messagingSettings(ports).QUEUE_PREFIX;
    const { familyAccountToken, partnerReporterToken } = secrets;
    const tokens = { familyAccountToken, partnerReporterToken };
    await loadDemo({ ownerUrl, ...tokens, ...world, queuePrefix, log: say });
    // After it: the demo makes the group role of its outside system.
    await createAccounts(ownerUrl, secrets);
  });
  return ownerUrl;
}

async function prepareMessaging({
  directory,
  services,
  ports,
}: {
  directory: string;
  services: Services;
  ports: Ports;
}): Promise<{ internalTopicArn: string; externalTopicArn: string }> {
  const program: Program = {
    name: "messaging",
    args: ["server/embedded/messaging-main.ts"],
    env: {
      MESSAGING_DATA_DIR: join(directory, "messaging"),
      MESSAGING_SNS_PORT: String(ports.sns),
      MESSAGING_SQS_PORT: String(ports.sqs),
    },
    logFile: join(directory, "logs", "messaging.log"),
    waitUntilReady: readyByMessage,
  };
  return timed("SNS and SQS started, topics and queues made", async () => {
    const running = supervise(program);
    services.add("messaging", () => running.stop(PROGRAM_STOP_MS));
    await running.ready;
    for (const name of Object.keys(process.env)) if (name.startsWith("AWS_")) delete process.env[name];
    Object.assign(process.env, messagingSettings(ports));
    const { provisionTopology } = await import("../../messaging/provision.ts");
    return provisionTopology();
  });
}

async function buildConsole(services: Services): Promise<void> {
  const began = Date.now();
  const children: ChildProcess[] = [];
  services.add("build", async () => {
    await Promise.all(children.map((child) => stopProcess(child, 500)));
  });
  say("Building the console, where it has changed (a minute the first time) ...");
  const seconds = () => ((Date.now() - began) / 1000).toFixed(1);
  const progress = setInterval(() => say(`Still building the console (${seconds()} s)`), BUILD_PROGRESS_MS);
  try {
    const outcome = await buildWeb((child) => children.push(child));
    say(`Console ${outcome} (${seconds()} s)`);
  } finally {
    clearInterval(progress);
  }
}

async function runProgram(services: Services, program: Program): Promise<void> {
  const running = supervise(program);
  services.add("programs", () => running.stop(PROGRAM_STOP_MS));
  await timed(`${program.name} ready`, () => running.ready);
}

async function answers(url: string): Promise<void> {
  for (;;) {
    const isReady = await fetch(url).then(
      (response) => response.ok,
      () => false,
    );
    if (isReady) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

async function printWelcome({ publicUrl }: Places, directory: string, shell: string): Promise<void> {
  const { demoStaff } = await import("../../demo/accounts.ts");
  const width = Math.max(...demoStaff.map(({ login }) => login.length));
  const accounts = demoStaff.map(({ login, password, role }) => `    ${login.padEnd(width)}  ${password}  (${role})`);
  say("Everything is running");
  console.log(
    [
      "",
      `  Console        ${publicUrl}`,
      "  Demo accounts  login, password, role",
      ...accounts,
      `  Command line   set -a; . ${quote(shell)}; set +a; npm run -s memberscope -- publication status`,
      `  Logs           ${join(directory, "logs")}`,
      "  Ctrl-C stops everything; the data stays. npm run reset removes it.",
      "",
    ].join("\n"),
  );
}
