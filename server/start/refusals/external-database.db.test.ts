import { mkdtempSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { useDatabase } from "../../testing/database.ts";
import { refuseExternalDatabase } from "./external-database.ts";

const database = useDatabase();
const nowhere = join(tmpdir(), "no-such-demo.env");

test("without DATABASE_URL nothing is refused", async () => {
  await expect(refuseExternalDatabase(undefined, nowhere)).resolves.toBeUndefined();
  await expect(refuseExternalDatabase("", nowhere)).resolves.toBeUndefined();
});

test("a database that cannot be reached is named by host and port, never by password", async () => {
  const refusal = refuseExternalDatabase("postgres://staff:hidden@127.0.0.1:1/members", nowhere);
  await expect(refusal).rejects.toThrow(/127\.0\.0\.1:1\/members, which cannot be used \(ECONNREFUSED\)/);
  await expect(refusal).rejects.not.toThrow(/hidden/);
});

test("a server that drops every connection is refused all the same", async () => {
  const server = createServer((socket) => socket.destroy());
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = address !== null && typeof address === "object" ? address.port : 0;
  try {
    const url = `postgres://staff:hidden@127.0.0.1:${port}/members`;
    await expect(refuseExternalDatabase(url, nowhere)).rejects.toThrow(/cannot be used \(no answer in 5 s/);
  } finally {
    server.close();
  }
});

test("a database that can be reached is refused too, with the commands that use it", async () => {
  await expect(refuseExternalDatabase(database.url(), nowhere)).rejects.toThrow(
    /npm run migrate, npm run web and npm run worker/,
  );
});

test("a text that is no database URL is refused with an example", async () => {
  await expect(refuseExternalDatabase("members", nowhere)).rejects.toThrow(/must look like postgres:/);
});

test("the database that an earlier start wrote for the shell is the start's own", async () => {
  const url = "postgres://web:secret@127.0.0.1:1/memberscope";
  const shellFile = join(mkdtempSync(join(tmpdir(), "memberscope-")), "demo.env");
  writeFileSync(shellFile, `DATABASE_URL='${url}'\n`);
  await expect(refuseExternalDatabase(url, shellFile)).resolves.toBeUndefined();
  await expect(refuseExternalDatabase(`${url}2`, shellFile)).rejects.toThrow(/cannot be used/);
});
