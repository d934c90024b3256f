import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { chromium, type LaunchOptions } from "@playwright/test";

/** Root has no sandbox; the rest keeps the browser from talking to anybody but the server under test. */
const ARGUMENTS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

const FONT_CONFIGURATION = "fonts.conf";

const NAMES_ON_PATH = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge"];

const USUAL_PLACES = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
  ...[process.env.PROGRAMFILES, process.env["PROGRAMFILES(X86)"], process.env.LOCALAPPDATA]
    .filter((directory) => directory !== undefined)
    .flatMap((directory) => [
      join(directory, "Google", "Chrome", "Application", "chrome.exe"),
      join(directory, "Microsoft", "Edge", "Application", "msedge.exe"),
    ]),
];

/**
 * How to launch a browser on this machine: CHROMIUM_PATH, else Playwright's own, else one that is installed, else the
 * one that comes as a package and brings its libraries (Linux x64), which unpackBrowser must have unpacked.
 */
export function browserOptions(): LaunchOptions {
  const found = findInstalledBrowser();
  if (found !== null) return { executablePath: found, args: ARGUMENTS };
  const home = packagedBrowserHome();
  if (home === null) return { args: ARGUMENTS };
  return {
    executablePath: join(home, "chromium"),
    args: [...ARGUMENTS, "--headless=shell", "--no-zygote", "--disable-setuid-sandbox", "--font-render-hinting=none"],
    env: {
      ...definedVariables(),
      LD_LIBRARY_PATH: [join(home, "al2023", "lib"), process.env.LD_LIBRARY_PATH].filter(Boolean).join(":"),
      FONTCONFIG_FILE: join(home, FONT_CONFIGURATION),
    },
  };
}

/**
 * Unpacks the packaged browser when it is the one to use; once for each version.
 *
 * @throws Error that says what to do when there is no browser at all.
 */
export async function unpackBrowser(): Promise<void> {
  if (findInstalledBrowser() !== null) return;
  const home = packagedBrowserHome();
  if (home === null) {
    throw new Error(
      "No browser for the tests: run `npx playwright install chromium`, or install Chromium or Chrome, or set CHROMIUM_PATH.",
    );
  }
  if (existsSync(home)) return;
  const beside = `${home}.${process.pid}`;
  mkdirSync(beside, { recursive: true });
  const { TMPDIR } = process.env;
  // The package unpacks into the temporary directory, and its libraries only where it believes to be on Lambda.
  process.env.TMPDIR = beside;
  process.env.AWS_LAMBDA_JS_RUNTIME = "nodejs22.x";
  try {
    const { default: packaged } = await import("@sparticuz/chromium");
    await packaged.executablePath();
  } finally {
    delete process.env.AWS_LAMBDA_JS_RUNTIME;
    if (TMPDIR === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = TMPDIR;
  }
  writeFileSync(join(beside, FONT_CONFIGURATION), fontConfiguration(home));
  rmSync(home, { recursive: true, force: true });
  renameSync(beside, home);
}

/** The package's own configuration names a directory where nothing is: every text would be blank. */
function fontConfiguration(home: string): string {
  const directories = [join(home, "fonts"), "/usr/share/fonts"].map((path) => `<dir>${path}</dir>`);
  return [
    '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">',
    `<fontconfig>${directories.join("")}<cachedir>${join(home, "font-cache")}</cachedir></fontconfig>`,
    "",
  ].join("\n");
}

function findInstalledBrowser(): string | null {
  const given = process.env.CHROMIUM_PATH;
  if (given !== undefined && given !== "") return given;
  const candidates = [chromium.executablePath(), ...NAMES_ON_PATH.map(findOnPath), ...USUAL_PLACES];
  return candidates.find((path) => path !== null && path !== "" && existsSync(path)) ?? null;
}

function findOnPath(name: string): string | null {
  if (process.platform === "win32") return null;
  try {
    return execFileSync("/bin/sh", ["-c", `command -v ${name}`], { encoding: "utf8" }).trim();
  } catch {
    return null;
  }
}

/** Where the packaged browser of the installed version is, or will be, unpacked; null where it cannot run. */
function packagedBrowserHome(): string | null {
  if (process.platform !== "linux" || process.arch !== "x64") return null;
  try {
    const entry = createRequire(import.meta.url).resolve("@sparticuz/chromium");
    const manifest: unknown = JSON.parse(readFileSync(join(dirname(entry), "..", "package.json"), "utf8"));
    const hasVersion = typeof manifest === "object" && manifest !== null && "version" in manifest;
    const version = hasVersion ? String(manifest.version) : "unknown";
    return join(import.meta.dirname, "..", "node_modules", ".cache", `memberscope-chromium-${version}`);
  } catch {
    return null;
  }
}

function definedVariables(): Record<string, string> {
  const defined = Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]));
  return Object.fromEntries(defined);
}
