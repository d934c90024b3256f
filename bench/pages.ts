// What a page costs the browser that opens it for the first time, and what the web server adds to the SQL of an answer.
//   npm run bench -- pages [ROUNDS]
import { type Browser, type BrowserContext, chromium } from "@playwright/test";
import postgres from "postgres";
import { browserOptions, unpackBrowser } from "../e2e/browser.ts";
import { accountOf, startedEnvironment } from "../e2e/support/running-demo.ts";
import { type Demo, startDemo } from "../e2e/support/start-demo.ts";
import { connect } from "../server/db.ts";
import { memberTimeline, memberTimelineSchema } from "../server/event-storage/member/member-timeline.ts";
import type { Actor } from "../server/staff/actor.ts";
import { atMost, finishBenchmark, median } from "../server/testing/bench-result.ts";

const MOST_SCRIPT_KB = 200;
const MOST_FIRST_VIEW_MS = 1500;
const MOST_ADDED_MS = 25;
const REQUESTS = 200;

/** `scriptKb` is what the page's document names; `lateKb` what is fetched once it stands, as charts and dialogs are. */
type Opened = { scriptKb: number; lateKb: number; requests: number; htmlKb: number; firstViewMs: number };

const [rounds = 3] = process.argv.slice(2).map(Number);
await unpackBrowser();
const demo = await startDemo(Number(process.env.PORT || 3187), ".data-bench-pages");
const browser = await chromium.launch(browserOptions());
try {
  const memberId = await busiestMember();
  const pages = { home: "/", member: `/members/${memberId}`, events: "/events" };
  const opened: Record<string, Opened[]> = {};
  for (let round = 0; round < rounds; round++) {
    for (const [name, path] of Object.entries(pages)) {
      const seen = await openCold(browser, demo, path);
      opened[name] = [...(opened[name] ?? []), seen];
      console.log(name, JSON.stringify(seen));
    }
  }
  const added = await timeAdded(demo, memberId);
  const middle = (name: string, of: (seen: Opened) => number) => median((opened[name] ?? []).map(of));
  const goals = Object.keys(pages).flatMap((name) => [
    atMost(
      `scripts of ${name}`,
      middle(name, ({ scriptKb }) => scriptKb),
      MOST_SCRIPT_KB,
      "kB gzip",
    ),
    atMost(
      `first useful view of ${name}, cold cache`,
      middle(name, ({ firstViewMs }) => firstViewMs),
      MOST_FIRST_VIEW_MS,
      "ms",
    ),
  ]);
  goals.push(atMost("p95 of a timeline request over its verb in process", added.overMs, MOST_ADDED_MS, "ms"));
  finishBenchmark("pages", goals, { rounds, opened, added });
} finally {
  await browser.close();
  await demo.stop();
}

/** Opens a page in a browser that has nothing of it yet, as an admin, and says what came over the wire until its rows or tiles stood there. */
async function openCold(from: Browser, { baseURL }: Demo, path: string): Promise<Opened> {
  const context = await signedIn(from, baseURL);
  try {
    const page = await context.newPage();
    const wire = await context.newCDPSession(page);
    await wire.send("Network.enable");
    const kinds = new Map<string, { type: string; url: string }>();
    const scripts = new Map<string, number>();
    const seen: Opened = { scriptKb: 0, lateKb: 0, requests: 0, htmlKb: 0, firstViewMs: 0 };
    wire.on("Network.responseReceived", ({ requestId, type, response: { url } }) => {
      kinds.set(requestId, { type, url });
      seen.requests++;
    });
    wire.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
      const { type, url = "" } = kinds.get(requestId) ?? {};
      if (type === "Script") scripts.set(url, encodedDataLength / 1000);
      if (type === "Document") seen.htmlKb += encodedDataLength / 1000;
    });
    const began = performance.now();
    const document = await page.goto(path, { waitUntil: "commit" });
    await page.locator("main a[data-row], main [data-tile], main li a").first().waitFor();
    seen.firstViewMs = performance.now() - began;
    await page.waitForLoadState("networkidle");
    const html = (await document?.text()) ?? "";
    for (const [url, kb] of scripts)
      seen[html.includes(new URL(url).pathname.replace("/_next/", "")) ? "scriptKb" : "lateKb"] += kb;
    for (const key of ["scriptKb", "lateKb", "htmlKb", "firstViewMs"] as const)
      seen[key] = Number(seen[key].toFixed(1));
    return seen;
  } finally {
    await context.close();
  }
}

/** The p95 of the first page of a timeline asked over HTTP, less the p95 of the same verb asked in this process, in turns. */
async function timeAdded({ baseURL, dataDirectory }: Demo, memberId: string) {
  const context = await signedIn(browser, baseURL);
  const db = connect({ url: startedEnvironment(dataDirectory).DATABASE_URL ?? "", name: "bench pages", max: 1 });
  const actor = await adminActor(dataDirectory);
  const input = memberTimelineSchema.parse({ memberId });
  const times: { verb: number[]; request: number[] } = { verb: [], request: [] };
  try {
    for (let n = 0; n < REQUESTS; n++) {
      let began = performance.now();
      await db.transaction((tx) => memberTimeline(tx, actor, input));
      times.verb.push(performance.now() - began);
      began = performance.now();
      const answer = await context.request.post("/api/trpc/members.timeline", {
        data: { memberId },
        headers: { origin: baseURL },
      });
      await answer.body();
      times.request.push(performance.now() - began);
      if (!answer.ok()) throw new Error(`The timeline answered ${answer.status()}: ${await answer.text()}`);
    }
  } finally {
    await db.$client.end();
    await context.close();
  }
  const [verbP95, requestP95] = [p95(times.verb), p95(times.request)];
  return { verbP95, requestP95, overMs: Number((requestP95 - verbP95).toFixed(1)) };
}

async function signedIn(from: Browser, baseURL: string): Promise<BrowserContext> {
  const context = await from.newContext({ baseURL, locale: "en-US", timezoneId: "Asia/Seoul" });
  const { login, password } = accountOf("admin");
  await context.request.post("/api/session", { data: { login, password }, headers: { origin: baseURL } });
  return context;
}

/** The admin of the demo as the web server knows them. */
async function adminActor(dataDirectory: string): Promise<Actor> {
  const { login, name, role } = accountOf("admin");
  const [account] = await asOwner(
    dataDirectory,
    (owner) => owner<{ id: string }[]>`select id::text from staff.account where login = ${login}`,
  );
  return {
    ...{
      kind: "staff",
      accountId: account?.id ?? "",
      login,
      name,
      role,
      ip: null,
      sessionKey: "bench",
      isProved: true,
    },
    ...{ scope: null, mustChangePassword: false, byProvider: false },
  };
}

async function busiestMember(): Promise<string> {
  const [found] = await asOwner(
    demo.dataDirectory,
    (owner) => owner<{ id: string }[]>`
      select member_id id from event.member_event where member_id in (select id from member.member)
       group by 1 order by count(*) desc limit 1`,
  );
  return found?.id ?? "";
}

async function asOwner<T>(dataDirectory: string, ask: (owner: postgres.Sql) => PromiseLike<T>): Promise<T> {
  const owner = postgres(startedEnvironment(dataDirectory).MIGRATE_DATABASE_URL ?? "", { max: 1, onnotice: () => {} });
  try {
    return await ask(owner);
  } finally {
    await owner.end();
  }
}

function p95(values: readonly number[]): number {
  return Number(([...values].sort((a, b) => a - b)[Math.floor(values.length * 0.95)] ?? 0).toFixed(1));
}
