// node server/start/run.mjs docs/examples/record-from-typescript.ts "$SYSTEM_DATABASE_URL" c-1 skylark   (from Node 22.18 on node alone will do)
import postgres, { type Sql } from "postgres";

/** Changes a nickname and records it: one transaction, so there is never one without the other. Gives the event's id. */
async function changeNickname(sql: Sql, memberId: string, nickname: string): Promise<string> {
  return sql.begin(async (tx) => {
    const [before] = await tx<
      { nickname: string }[]
    >`select nickname from shop.customer where id = ${memberId} for update`;
    if (!before) throw new Error(`There is no customer ${memberId}.`);
    await tx`update shop.customer set nickname = ${nickname} where id = ${memberId}`;
    const attributes = { nickname: { from: before.nickname, to: nickname } };
    // The JSON goes as text: this driver would make a JSON string of a value that is JSON text already.
    const [event] = await tx<{ id: string }[]>`
      select event.record_member_event(${memberId}, 'nickname.changed', ${JSON.stringify(attributes)}::text::jsonb,
                                       ${JSON.stringify({ channel: "app", ip: "203.0.113.9" })}::text::jsonb) as id`;
    if (!event) throw new Error("Nothing was recorded.");
    return event.id;
  });
}

const [url = "", memberId = "", nickname = ""] = process.argv.slice(2);
const sql = postgres(url);
process.stdout.write(`${await changeNickname(sql, memberId, nickname)}\n`);
await sql.end();
