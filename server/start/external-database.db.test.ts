import { expect, test } from "vitest";
import { useDatabase } from "../testing/database.ts";
import { refuseExternalDatabase } from "./external-database.ts";

const database = useDatabase();

test("without DATABASE_URL nothing is refused", async () => {
  await expect(refuseExternalDatabase(undefined)).resolves.toBeUndefined();
  await expect(refuseExternalDatabase("")).resolves.toBeUndefined();
});

test("a database that cannot be reached is named by host and port, never by password", async () => {
  const refusal = refuseExternalDatabase("postgres://staff:hidden@127.0.0.1:1/members");
  await expect(refusal).rejects.toThrow(/127\.0\.0\.1:1\/members, which cannot be used \(ECONNREFUSED\)/);
  await expect(refusal).rejects.not.toThrow(/hidden/);
});

test("a database that can be reached is refused too, with the commands that use it", async () => {
  await expect(refuseExternalDatabase(database.url())).rejects.toThrow(
    /npm run migrate, npm run web and npm run worker/,
  );
});

test("a text that is no database URL is refused with an example", async () => {
  await expect(refuseExternalDatabase("members")).rejects.toThrow(/must look like postgres:/);
});
