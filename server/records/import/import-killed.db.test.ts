import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { useImports } from "../../testing/record-import.ts";
import { waitUntil } from "../../testing/wait-until.ts";

const { database, eventsOf } = useImports();
const ROWS = 5000;
/** The row at which the first import is held: in the fourth commit of a thousand. */
const HELD = "3500";
const rows = Array.from({ length: ROWS }, (_, no) => ({
  no,
  at: "2016-01-01T00:00:00Z",
  user: `u${no % 50}`,
  note: "n",
}));

test.each([
  ["a packed table", gzipSync(["no,at,user,note", ...rows.map((row) => Object.values(row).join(","))].join("\n"))],
  ["a packed JSON list in its wrapper", gzipSync(JSON.stringify({ next: null, Records: rows }))],
])(
  "an import of %s that is killed goes on when it is started again: nothing is missing and nothing doubled",
  async (source, content) => {
    const folder = await mkdtemp(join(tmpdir(), "memberscope-killed-"));
    try {
      const [file, mapping] = [join(folder, "old.gz"), join(folder, "mapping.json")];
      await writeFile(file, content);
      const how = { source, sourceId: "no", member: "user", time: "at", action: { constant: "thing.changed" } };
      await writeFile(mapping, JSON.stringify({ ...how, attributes: { note: "note" } }));
      const begin = () =>
        spawn(
          process.execPath,
          ["server/cli/main.ts", "records", "import", "--mapping", mapping, "--file", file, "--json"],
          {
            env: { ...process.env, MIGRATE_DATABASE_URL: database.url() },
            stdio: ["ignore", "pipe", "ignore"],
          },
        );
      // Somebody else is about to store a row's id, so that the import waits for it.
      const held = await database.owner().reserve();
      await held`begin`;
      await held`insert into event.source_event values (${source}, ${HELD}, ${randomUUID()}, 'u', null)`;
      const first = begin();
      const exited = once(first, "exit");
      await waitUntil("three commits", async () => (await eventsOf(source)).length === 3000);
      first.kill("SIGKILL");
      await exited;
      await held`rollback`;
      held.release();

      const second = begin();
      const [text] = await Promise.all([second.stdout.toArray(), once(second, "exit")]);
      const report = JSON.parse(Buffer.concat(text).toString());
      expect(report).toMatchObject({ verdict: true, rows: { read: ROWS, refused: 0, duplicates: 0 } });
      expect(report.rows.stored + report.rows.alreadyThere).toBe(ROWS);
      // What the killed process had sent may still have been stored after it.
      expect(report.rows.alreadyThere).toBeGreaterThanOrEqual(3000);
      expect(await eventsOf(source)).toHaveLength(ROWS);
    } finally {
      await rm(folder, { recursive: true });
    }
  },
);
