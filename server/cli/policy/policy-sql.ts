import { sql } from "drizzle-orm";
import { PgDialect } from "drizzle-orm/pg-core";
import { z } from "zod";
import { leavesOfEvent } from "../../event-storage/search/search-by-policy.ts";
import { policyToSql } from "../../filter-policy/sql/policy-to-sql.ts";
import { type Command, readOptions, refuseWords } from "../command/command.ts";
import { readPolicy } from "./read-policy.ts";

const optionsSchema = z.object({
  policy: z.string({ error: "must be given: a file with a filter policy" }).min(1),
  scope: z.string().default("MessageAttributes"),
  layer: z.enum(["internal", "external"], { error: "must be internal or external" }).default("internal"),
});

/** `policy sql`: the statement that finds the events a policy lets through, offline. */
export const policySql: Command = {
  words: ["policy", "sql"],
  reaches: "files",
  summary: "Print the SQL that finds the events whose message a policy lets through; needs no server.",
  usage: [
    "--policy FILE [--scope MessageAttributes|MessageBody] [--layer internal|external]",
    "Values are bound: they follow as comments, with --json as a list. It looks at every event: add conditions of your own.",
  ],
  options: Object.fromEntries(["policy", "scope", "layer"].map((name) => [name, { type: "string" }] as const)),
  async run(given, { output }) {
    refuseWords(given);
    const { policy: file, scope, layer } = readOptions(optionsSchema, given.values);
    const policy = await readPolicy(file, scope, output);
    const isSent = layer === "internal" ? sql`` : sql` and v.external`;
    const statement = sql`select e.id from event.member_event e join event.action a on a.id = e.action_id
  join event.action_version v on v.action_id = e.action_id and v.version = e.version
 cross join lateral (select ${leavesOfEvent(policy.scope, layer)} as leaves offset 0) l
 where ${policyToSql(policy, sql`l.leaves`)}${isSent} order by e.id desc`;
    const { sql: text, params } = new PgDialect().sqlToQuery(statement);
    if (given.json) {
      output.print(JSON.stringify({ sql: text, params }));
      return;
    }
    for (const line of `${text};`.split("\n")) output.print(line);
    for (const [index, value] of params.entries()) output.print(`-- $${index + 1} = ${JSON.stringify(value)}`);
  },
};
