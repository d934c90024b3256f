import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { beforeFunctions } from "../database-schema/migration-text.ts";
import { MIGRATIONS_FOLDER } from "../database-schema/sql-files.ts";
import { connect, type Db } from "../db.ts";
import { makeActor } from "../testing/actors.ts";
import { insertTestCatalog } from "../testing/catalog.ts";
import { useDatabase } from "../testing/database.ts";
import { refuseToken } from "../trpc/request/refuse-token.ts";
import { createServiceToken } from "./create-service-token.ts";
import { listServiceTokens } from "./list-service-tokens.ts";
import { memberDetails } from "./member-details.ts";
import { issueServiceToken, revokeServiceToken } from "./service-tokens.ts";

const database = useDatabase();
let owner: Db;
let web: Db;
beforeAll(async () => {
  owner = connect({ url: database.url(), name: "test", max: 1 });
  web = connect({ url: database.url("web"), name: "test", max: 1 });
  await insertTestCatalog(database.owner());
  await database.owner()`
    insert into event.subscriber (id, layer, owner_domain, placement, description, queue_name, policy, policy_scope, policy_by, replay_rule)
    values ('partner', 2, 'tests', 'external', '{"ko": "시험", "en": "test"}', 'partner', '{}', 'MessageAttributes', 'somebody', 'unknown')`;
});
afterAll(() => Promise.all([owner.$client.end(), web.$client.end()]));

const DAY_MS = 86_400_000;
const ask = (token: string) => memberDetails(web, { token, memberId: "nobody", ip: null });

test("a token that the installation stores ends on its day, too, and none is stored without one", async () => {
  const token = await createServiceToken(owner, { subscriberId: "partner", scope: ["phone"], days: 7 });
  expect((await ask(token)).kind).toBe("not found");
  const { tokens } = await listServiceTokens(web, await makeActor(database.owner(), "admin"));
  expect(Date.parse(tokens[0]?.endsAt ?? "")).toBeLessThanOrEqual(Date.now() + 7 * DAY_MS);
  await database.owner()`update event.service_token set ends_at = clock_timestamp()`;
  expect(await ask(token)).toEqual({ kind: "unauthorized", refused: "ended" });
  const endless = database.owner()`
    insert into event.service_token (token_hash, subscriber_id, scope) values ('x', 'partner', array['phone'])`;
  await expect(endless).rejects.toMatchObject({ code: "23502", column_name: "ends_at" });
});

test("who calls with a token that opens nothing is told why and the way out, and the record says why", async () => {
  const admin = await makeActor(database.owner(), "admin");
  const order = { id: "partner", fields: ["phone"], reason: "they call members back", days: 30 };
  const { token, tokenId } = await issueServiceToken(web, admin, order);
  const told = async (of: string, ip: string) => {
    const answer = await memberDetails(web, { token: of, memberId: "nobody", ip });
    if (answer.kind !== "unauthorized") throw new Error("the token opens something");
    const response = refuseToken(answer.refused, {});
    expect(response.status).toBe(401);
    return response.text();
  };
  expect(await told(token, "203.0.113.1")).toContain("tokens approve");
  await revokeServiceToken(web, admin, { tokenId });
  expect(await told(token, "203.0.113.2")).toContain("revoked");
  await database.owner()`update event.service_token set revoked_at = null, ends_at = clock_timestamp() where id = ${tokenId}`;
  expect(await told(token, "203.0.113.3")).toContain("tokens ask");
  expect(await told("memberscope_service_wrong", "203.0.113.4")).toContain("Give a valid service token");
  const records = await database.owner()`
    select ip, reason from staff.access_record where act = 'details-api' and login = 'service:unknown' and ip is not null order by ip`;
  expect(records.map(({ reason }) => String(reason).split(": ")[1])).toEqual([
    "waiting",
    "revoked",
    "ended",
    "unknown",
  ]);
});

test("tokens that had no end were given one, and the history of settings says which", async () => {
  const folder = readdirSync(MIGRATIONS_FOLDER).find((name) => name.endsWith("_end_every_token")) ?? "";
  const migration = beforeFunctions(readFileSync(join(MIGRATIONS_FOLDER, folder, "migration.sql"), "utf8"));
  await database.owner().unsafe(`
    alter table event.service_token alter ends_at drop not null;
    delete from event.service_token;
    insert into event.service_token (token_hash, subscriber_id, scope, revoked_at, ends_at) values
      ('personal', 'partner', array['phone'], null, null), ('plain', 'partner', array['state'], null, null),
      ('revoked', 'partner', array['phone'], clock_timestamp(), null), ('ends', 'partner', array['phone'], null, clock_timestamp() + interval '5 days')`);
  await database.owner().unsafe(migration);
  const tokens = await database.owner()`
    select round(extract(epoch from ends_at - clock_timestamp()) / 86400)::int as days from event.service_token order by token_hash`;
  expect(tokens.map(({ days }) => days)).toEqual([5, 90, 365, 0]);
  const changes = await database.owner()`
    select login, subject, name, after = to_char(clock_timestamp() at time zone 'UTC' + interval '90 days', 'YYYY-MM-DD') as personal
      from staff.setting_change where what = 'end' order by after`;
  expect([...changes]).toEqual([
    { login: "installation", subject: "token", name: "service: partner", personal: true },
    { login: "installation", subject: "token", name: "service: partner", personal: false },
  ]);
});
