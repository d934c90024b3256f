import { existsSync, readFileSync } from "node:fs";
import { parseEnv } from "node:util";
import postgres from "postgres";
import { StartRefusal } from "./start-refusal.ts";

const CONNECT_LIMIT_S = 5;

/**
 * npm start brings a database of its own and puts demo data into no other, so a DATABASE_URL is a misunderstanding. The
 * one that an earlier start of the same data wrote for the shell is not: it is the start's own.
 *
 * @param shellFile what an earlier start wrote (demo.env); need not exist.
 * @throws StartRefusal always when one is set: that it cannot be reached, or which commands use it. Never its password.
 */
export async function refuseExternalDatabase(url: string | undefined, shellFile: string): Promise<void> {
  if (url === undefined || url === "" || url === ownDatabase(shellFile)) return;
  const advice = "unset it for npm start, which brings its own database";
  const place = describePlace(url);
  if (place === null) {
    throw new StartRefusal(
      `DATABASE_URL must look like postgres://user:password@host:5432/database; correct it, or ${advice}.`,
    );
  }
  const failure = await tryConnection(url);
  if (failure !== null) {
    throw new StartRefusal(
      `DATABASE_URL points to ${place}, which cannot be used (${failure}): correct it, or ${advice}.`,
    );
  }
  throw new StartRefusal(
    `DATABASE_URL points to ${place}: use npm run migrate, npm run web and npm run worker with it, or ${advice}.`,
  );
}

function ownDatabase(shellFile: string): string | undefined {
  return existsSync(shellFile) ? parseEnv(readFileSync(shellFile, "utf8")).DATABASE_URL : undefined;
}

function describePlace(text: string): string | null {
  if (!URL.canParse(text)) return null;
  const url = new URL(text);
  if (url.protocol !== "postgres:" && url.protocol !== "postgresql:") return null;
  return `${url.hostname || "localhost"}:${url.port || "5432"}${url.pathname}`;
}

async function tryConnection(url: string): Promise<string | null> {
  const sql = postgres(url, { max: 1, connect_timeout: CONNECT_LIMIT_S, onnotice: () => {} });
  // The driver tries again without end while connections are dropped, and its own limit begins anew with each try.
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve(`no answer in ${CONNECT_LIMIT_S} s`), CONNECT_LIMIT_S * 1000);
  });
  const asked = sql`select 1`.then(() => null, reasonOf);
  try {
    return await Promise.race([asked, late]);
  } finally {
    clearTimeout(timer);
    // Not waited for: a connection that is never made never ends.
    void sql.end({ timeout: 0 });
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return "unknown error";
  return "code" in error && typeof error.code === "string" && /^[A-Z_]+$/.test(error.code) ? error.code : error.message;
}
