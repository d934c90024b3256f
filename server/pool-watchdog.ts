import { sql } from "drizzle-orm";
import type { Db } from "./db.ts";
import { log } from "./log.ts";

const EVERY_MS = 5000;
const LIMIT_MS = 2000;
const FAILURES = 3;

/**
 * Ends the process when the pool no longer answers: three queries in a row without any answer within two seconds. A
 * driver slot can die with its connection; a new process has none of these. An answer that is an error (the server is
 * away) is an answer: waiting for it needs no new process.
 *
 * @returns a function that stops watching.
 */
export function watchPool(db: Db): () => void {
  let failures = 0;
  const check = async () => {
    failures = (await answers(db)) ? 0 : failures + 1;
    if (failures < FAILURES) return;
    log.fatal({ failures }, "the connection pool does not answer any more; the process ends so that a new one starts");
    process.exit(1);
  };
  const timer = setInterval(() => void check(), EVERY_MS);
  timer.unref();
  return () => clearInterval(timer);
}

async function answers(db: Db): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), LIMIT_MS);
  });
  const asked = db.execute(sql`select 1`).then(
    () => true,
    () => true,
  );
  try {
    return await Promise.race([asked, late]);
  } finally {
    clearTimeout(timer);
  }
}
