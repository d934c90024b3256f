import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import type { Sql } from "postgres";
import { type Role, roles } from "../../server/vocabulary/roles.ts";
import { ownInstallation } from "../support/installations.ts";
import { expect, test } from "../support/test.ts";
import { watchPolicy } from "./watch-policy.ts";

const memberId = "canary-of-values";
const canary = {
  name: "Quixotina",
  phone: "010-8123-9407",
  email: "quokka.canary@hidden-domain.example",
  address: "서울 마포구 카나리아로 77길 12-3",
};
/** Parts that no mask leaves standing, however a value is written. */
const parts = ["uixotina", "8123-9407", "81239407", "uokka.canary", "idden-domain", "카나리아로 77길"];

/** The parts of a text that stand there, also as an address, JSON or HTML writes them. */
function foundIn(text: string): string[] {
  const plain = text.replaceAll(/\\u([0-9a-f]{4})/gi, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
  return parts.filter((part) => plain.includes(part) || plain.includes(encodeURIComponent(part)));
}

async function seed(owner: Sql): Promise<string> {
  await owner`
    insert into member.member (id, name, phone, email, address) values (${memberId}, ${canary.name}, ${canary.phone}, ${canary.email}, ${canary.address})`;
  const changes = [
    ["name.changed", "name", canary.name],
    ["phone-number.changed", "phoneNumber", canary.phone],
    ["email.changed", "emailAddress", canary.email],
    ["address.changed", "address", canary.address],
  ] as const;
  let eventId = "";
  for (const [action, attribute, value] of changes) {
    const attributes = JSON.stringify({ [attribute]: { to: value } });
    const [row] = await owner<{ id: string }[]>`
      select event.record_member_event(${memberId}, ${action}, ${attributes}::text::jsonb, '{"deviceId": "canary-device"}') as id`;
    eventId = row?.id ?? "";
  }
  return eventId;
}

/** Reads whatever comes over the wire or stays in the browser from now on; gives what was found of the values, and where. */
function watchValues(page: Page) {
  const found: string[] = [];
  const reading: Promise<unknown>[] = [];
  const note = (where: string, text: string) => found.push(...foundIn(text).map((part) => `${part} in ${where}`));
  page.on("request", (request) => note("an address", request.url()));
  page.on("response", (response) => {
    if (!/text|json|javascript|event-stream|x-component/.test(response.headers()["content-type"] ?? "")) return;
    // A stream that is still open, and a body that a navigation took away, are read by nobody else either.
    if (response.headers()["content-type"]?.includes("event-stream")) return;
    reading.push(
      response
        .text()
        .then((text) => note(`the body of ${response.url()}`, text))
        .catch(() => undefined),
    );
  });
  return {
    async look(path: string) {
      note(`the title of ${path}`, await page.title());
      note(`the page ${path}`, await page.content());
      note(
        `the storage after ${path}`,
        await page.evaluate(() =>
          JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie, history.state]),
        ),
      );
      await Promise.all(reading.splice(0));
    },
    found,
  };
}

test("values of a member stand nowhere but in the database, whoever walks the console, and its policy blocks nothing", async ({
  page,
  owner,
  signInAs,
}) => {
  const eventId = await seed(owner);
  const ofMember = [
    `/members/${memberId}`,
    `/members/${memberId}?event=${eventId}`,
    `/members/${memberId}?tab=records`,
    `/members/${memberId}?tab=state`,
  ];
  const pages: Record<Role, string[]> = {
    agent: ["/", "/members", ...ofMember, `/events/${eventId}`],
    analyst: [
      ...[...ofMember, `/events?member=${memberId}`, "/events?attribute.phoneNumber-exists=true", `/events/${eventId}`],
      ...[
        `/records/phone-number-changes?member=${memberId}`,
        `/links?member=${memberId}`,
        "/links?device=canary-device",
      ],
    ],
    admin: ["/", ...ofMember, `/events?member=${memberId}`, "/files", "/settings/history"],
    auditor: ["/access-records", "/access-records/review", "/files", "/settings/history"],
  };
  const watch = watchValues(page);
  const blocked = await watchPolicy(page);
  for (const role of roles) {
    await signInAs(role);
    for (const path of pages[role]) {
      await page.goto(path);
      await expect(page.getByRole("main")).toBeVisible();
      await page.waitForLoadState("networkidle");
      await watch.look(`${path} as ${role}`);
    }
    if (role === "auditor") continue;
    // What is typed stands in the box, and goes in a body: never in an address.
    for (const typed of [canary.phone, canary.email]) {
      await page.goto("/members");
      const field = page.getByRole("dialog").getByRole("combobox");
      // A key that comes before the page is alive is nobody's.
      await expect(async () => {
        await page.keyboard.press("Control+k");
        await expect(field).toBeFocused({ timeout: 2000 });
      }).toPass();
      const answer = page.waitForResponse(/lookUp/);
      await field.fill(typed);
      await page.keyboard.press("Enter");
      const body = await (await answer).text();
      expect(body).toContain(memberId);
      expect(foundIn(body), `what the look-up told the ${role}`).toEqual([]);
    }
  }
  expect(watch.found).toEqual([]);
  expect(blocked).toEqual([]);
  const { dataDirectory } = ownInstallation();
  for (const log of ["web.log", "worker.log", "messaging.log"]) {
    expect(foundIn(readFileSync(join(dataDirectory, "logs", log), "utf8")), log).toEqual([]);
  }
  const records = await owner<
    { text: string }[]
  >`select r::text as text from staff.access_record r where ${memberId} = any(r.member_ids)`;
  expect(records.length).toBeGreaterThan(10);
  expect(foundIn(records.map(({ text }) => text).join("\n"))).toEqual([]);
});
