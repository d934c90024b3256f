// What a list of 100,000 events feels like: the gaps between frames while it grows to its end, and while it is scrolled.
//   npm run bench -- scroll
import { type BrowserContext, chromium, type Page } from "@playwright/test";
import { browserOptions, unpackBrowser } from "../e2e/browser.ts";
import { accountOf } from "../e2e/support/running-demo.ts";
import { startDemo } from "../e2e/support/start-demo.ts";
import { atLeast, atMost, finishBenchmark } from "../server/testing/bench-result.ts";

const ROWS = 100_000;
/** The world's events are fifteen a member; some more than the list shall have. */
const MEMBERS = 6_800;
const MOST_GAP_MS = 50;
/** A list that grows more slowly is measured as long as it became. */
const MOST_GROWING_MS = 240_000;
/** Five places, and at each so many frames of a fast flick: 18,000 pixels a second. */
const PLACES = [0, 0.25, 0.5, 0.75, 1];
const FRAMES = 240;
const PIXELS_A_FRAME = 300;

/** The gaps between the frames of one way of scrolling, in milliseconds; `blank` are the frames in which no row was drawn where one is looked. */
type Frames = { count: number; p50: number; p95: number; p99: number; longest: number; blank: number };

await unpackBrowser();
const demo = await startDemo(Number(process.env.PORT || 3188), ".data-bench-scroll", { members: MEMBERS });
const browser = await chromium.launch(browserOptions());
try {
  const page = await openEvents(await signedIn());
  const grown = await page.evaluate(growList, { rows: ROWS, mostMs: MOST_GROWING_MS });
  const growing = framesOf(grown.gaps, grown.blank);
  console.log(`${grown.rows} rows after ${Math.round(grown.tookMs / 1000)} s`, JSON.stringify(growing));
  const flicked = { gaps: [] as number[], blank: 0 };
  for (const place of PLACES) {
    const here = await page.evaluate(flick, { place, frames: FRAMES, pixels: PIXELS_A_FRAME });
    console.log(`at ${place * 100} %`, JSON.stringify(framesOf(here.gaps, here.blank)));
    flicked.gaps.push(...here.gaps);
    flicked.blank += here.blank;
  }
  const scrolling = framesOf(flicked.gaps, flicked.blank);
  const goals = [
    atLeast("rows of the list", grown.rows, ROWS, "rows"),
    atMost("p95 of the gaps between frames while the list grows", growing.p95, MOST_GAP_MS, "ms"),
    atMost("p95 of the gaps between frames while it is scrolled", scrolling.p95, MOST_GAP_MS, "ms"),
    atMost("frames without a row while it is scrolled", (100 * scrolling.blank) / scrolling.count, 1, "%"),
  ];
  finishBenchmark("scroll", goals, { rows: grown.rows, growingMs: Math.round(grown.tookMs), growing, scrolling });
} finally {
  await browser.close();
  await demo.stop();
}

async function signedIn(): Promise<BrowserContext> {
  const context = await browser.newContext({ baseURL: demo.baseURL, locale: "en-US", timezoneId: "Asia/Seoul" });
  const { login, password } = accountOf("admin");
  await context.request.post("/api/session", { data: { login, password }, headers: { origin: demo.baseURL } });
  return context;
}

async function openEvents(context: BrowserContext): Promise<Page> {
  const page = await context.newPage();
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.goto("/events");
  await page.locator("main a[data-row]").first().waitFor();
  await page.waitForLoadState("networkidle");
  return page;
}

/** In the page: stays at the end of the list, which brings the next page each time, until it has so many rows. */
function growList({ rows, mostMs }: { rows: number; mostMs: number }) {
  const table = document.querySelector("main table");
  const began = performance.now();
  const found = { gaps: [] as number[], blank: 0, rows: 0, tookMs: 0 };
  return new Promise<typeof found>((resolve) => {
    let last = began;
    const frame = () => {
      const now = performance.now();
      found.gaps.push(now - last);
      last = now;
      found.rows = Number(table?.getAttribute("aria-rowcount")) - 1;
      found.tookMs = now - began;
      if (found.rows >= rows || found.tookMs > mostMs) return resolve(found);
      window.scrollTo(0, document.documentElement.scrollHeight);
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  });
}

/** In the page: jumps to a place of the list and flicks on from there, at its second half upwards. */
function flick({ place, frames, pixels }: { place: number; frames: number; pixels: number }) {
  const end = document.documentElement.scrollHeight - window.innerHeight;
  window.scrollTo(0, end * place);
  const found = { gaps: [] as number[], blank: 0 };
  return new Promise<typeof found>((resolve) => {
    let last = performance.now();
    const frame = () => {
      const now = performance.now();
      found.gaps.push(now - last);
      last = now;
      const seen = document.elementFromPoint(window.innerWidth / 2, window.innerHeight / 2);
      if (seen?.closest("tr[data-drawn]") === null) found.blank++;
      if (found.gaps.length >= frames) return resolve(found);
      window.scrollBy(0, place > 0.5 ? -pixels : pixels);
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  });
}

function framesOf(gaps: readonly number[], blank: number): Frames {
  const sorted = gaps.toSorted((a, b) => a - b);
  const at = (share: number) => Number((sorted[Math.floor(sorted.length * share)] ?? 0).toFixed(1));
  const longest = Number((sorted.at(-1) ?? 0).toFixed(1));
  return { count: gaps.length, p50: at(0.5), p95: at(0.95), p99: at(0.99), longest, blank };
}
