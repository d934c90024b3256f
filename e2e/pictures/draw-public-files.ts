import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser } from "@playwright/test";

const files = join(import.meta.dirname, "../../public");

/** The accent of the light theme, on which a launcher may cut the icon as it likes. */
const MASKABLE_GROUND = "#4b4fd6";

/** Draws what public/ holds as bitmaps: the icons from icon.svg, the social picture from social.html beside this file. */
export async function drawPublicFiles(browser: Browser): Promise<void> {
  await drawIcon(browser, { name: "icon-192.png", size: 192 });
  await drawIcon(browser, { name: "icon-512.png", size: 512 });
  // iOS rounds the corners itself and shows black where the picture is transparent.
  await drawIcon(browser, { name: "apple-touch-icon.png", size: 180, ground: MASKABLE_GROUND });
  // The middle 80 % are never cut away.
  await drawIcon(browser, { name: "icon-maskable-512.png", size: 512, ground: MASKABLE_GROUND, margin: 0.1 });
  const small = await drawIcon(browser, { size: 32 });
  writeFileSync(join(files, "favicon.ico"), asIco(small, 32));

  const page = await browser.newPage({ viewport: { width: 1200, height: 630 } });
  await page.goto(pathToFileURL(join(import.meta.dirname, "social.html")).href);
  await page.evaluate(() => document.fonts.ready);
  await page.screenshot({ path: join(files, "social.png") });
  await page.close();
}

type Drawing = { name?: string; size: number; ground?: string; margin?: number };

async function drawIcon(browser: Browser, { name, size, ground, margin = 0 }: Drawing): Promise<Buffer> {
  const page = await browser.newPage({ viewport: { width: size, height: size } });
  const icon = readFileSync(join(files, "icon.svg"), "utf8");
  const place = `position:absolute;inset:${margin * size}px;display:block`;
  await page.setContent(
    `<body style="margin:0;background:${ground ?? "transparent"}"><div style="${place}">${icon}</div>`,
  );
  const picture = await page.screenshot({ omitBackground: true });
  await page.close();
  if (name !== undefined) writeFileSync(join(files, name), picture);
  return picture;
}

/** A Windows icon that holds one PNG. */
function asIco(png: Buffer, size: number): Buffer {
  const head = Buffer.alloc(22);
  head.writeUInt16LE(1, 2); // an icon
  head.writeUInt16LE(1, 4); // of one picture
  head.writeUInt8(size, 6);
  head.writeUInt8(size, 7);
  head.writeUInt16LE(1, 10); // one plane
  head.writeUInt16LE(32, 12); // bits a pixel
  head.writeUInt32LE(png.length, 14);
  head.writeUInt32LE(head.length, 18);
  return Buffer.concat([head, png]);
}
