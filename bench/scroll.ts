// How evenly the explorer scrolls through a hundred thousand rows, in a headless browser against a running console.
//   npm start, then: npm run bench -- scroll [URL] [ROWS]
import { chromium, type Page } from "@playwright/test";
import { browserOptions, unpackBrowser } from "../e2e/browser.ts";
import { demoStaff } from "../server/demo/accounts.ts";
import { atMost, finishBenchmark, median } from "../server/testing/bench-result.ts";

const console_ = process.argv[2] ?? "http://127.0.0.1:3000";
const rows = Number(process.argv[3] ?? 100_000);
/** What the browser is given at a time, instead of pages of fifty. */
const PAGE_ROWS = 10_000;
const FRAMES = 600;
/** As far as a wheel turns a page in a frame. */
const STEP_PX = 120;

await unpackBrowser();
const browser = await chromium.launch(browserOptions());
try {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: "en-US" });
  const page = await context.newPage();
  const analyst = demoStaff.find(({ role }) => role === "analyst");
  const signedIn = await page.request.post(`${console_}/api/session`, {
    data: { login: analyst?.login, password: analyst?.password },
    headers: { origin: console_ },
  });
  if (!signedIn.ok())
    throw new Error(`Sign-in at ${console_} was answered with ${signedIn.status()}: is npm start running?`);
  await giveManyRows(page);
  await page.goto(`${console_}/events`);
  const list = page.locator("main table[aria-rowcount]");
  while (Number(await list.getAttribute("aria-rowcount")) <= rows) {
    await page.evaluate(() => window.scrollTo(0, document.body.scrollHeight));
    await page.waitForTimeout(100);
  }
  const wheel = await gaps(page, "wheel");
  const thumb = await gaps(page, "thumb");
  const drawn = await page.locator("main tr[data-drawn]").count();
  const found = { wheel: tell(wheel), thumb: tell(thumb) };
  console.table(found);
  finishBenchmark(
    "scroll",
    [
      atMost("frame gap by the wheel", found.wheel.p95, 50, "ms at p95"),
      atMost("frame gap by the scroll bar", found.thumb.p95, 50, "ms at p95"),
    ],
    { rows: Number(await list.getAttribute("aria-rowcount")) - 1, drawn, frames: FRAMES, ms: found },
  );
} finally {
  await browser.close();
}

/** Answers each further page with many rows made from those that the server gave. */
async function giveManyRows(page: Page): Promise<void> {
  let made = 0;
  await page.route(/\/api\/trpc\/events\.search($|\?)/, async (route) => {
    const answer = await route.fetch();
    const { result } = await answer.json();
    const events = Array.from({ length: PAGE_ROWS }, () => {
      const id = `00000000-0000-7000-8000-${String(made++).padStart(12, "0")}`;
      return { ...result.data.events[made % result.data.events.length], id };
    });
    const nextCursor = made >= rows ? null : result.data.nextCursor;
    await route.fulfill({ response: answer, json: { result: { data: { ...result.data, events, nextCursor } } } });
  });
}

/** The times between the frames of a scroll: step by step as a wheel, or across the whole list as by the scroll bar's thumb. */
function gaps(page: Page, by: "wheel" | "thumb"): Promise<number[]> {
  return page.evaluate(
    ({ way, frames, step }) =>
      new Promise<number[]>((resolve) => {
        const taken: number[] = [];
        const far = document.body.scrollHeight;
        let last = performance.now();
        window.scrollTo(0, 0);
        function frame(now: number) {
          taken.push(now - last);
          last = now;
          if (taken.length > frames) return resolve(taken.slice(1));
          if (way === "wheel") window.scrollBy(0, step);
          else window.scrollTo(0, (far * taken.length) / frames);
          requestAnimationFrame(frame);
        }
        requestAnimationFrame(frame);
      }),
    { way: by, frames: FRAMES, step: STEP_PX },
  );
}

function tell(ms: readonly number[]) {
  const sorted = [...ms].sort((a, b) => a - b);
  const at = (share: number) => Number((sorted[Math.floor((sorted.length - 1) * share)] ?? 0).toFixed(1));
  return { p50: Number(median(ms).toFixed(1)), p95: at(0.95), p99: at(0.99), max: at(1) };
}
