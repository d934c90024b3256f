import { z } from "zod";
import { connect } from "../../db.ts";
import { verifyChain } from "../../staff/seal/verify-chain.ts";
import type { ChainCheck, ChainFault } from "../../vocabulary/oversight/chain.ts";
import { type Command, CommandFailure, readOptions, refuseWords, UsageError } from "../command/command.ts";
import { readSettings } from "../command/read-settings.ts";
import { whoTypes } from "../command/who-types.ts";

const optionsSchema = z.object({ anchor: z.string().min(1, "must not be empty").optional() });

/** `audit verify`: holds every access record against the chain and the anchor, at the database itself. */
export const auditVerify: Command = {
  words: ["audit", "verify"],
  reaches: "database",
  summary: "Check that no access record was changed, deleted, moved or cut off; needs DATABASE_URL.",
  usage: [
    "[--anchor DIRECTORY]",
    "DIRECTORY is ANCHOR_DIR unless given. Without one the chain is checked alone, and a cut tail cannot be seen.",
    "Ends with 1 and names the first bad record when there is one.",
  ],
  options: { anchor: { type: "string" } },
  async run(given, { env, output }) {
    refuseWords(given);
    const settings = readSettings(env);
    const { anchor: anchorDir = settings.ANCHOR_DIR ?? null } = readOptions(optionsSchema, given.values);
    if (settings.DATABASE_URL === undefined) {
      throw new UsageError("DATABASE_URL is not set. Set it to the database of Memberscope.");
    }
    const db = connect({ url: settings.DATABASE_URL, name: "command line", max: 1 });
    try {
      const check = await verifyChain(db, whoTypes(), { anchorDir });
      output.print(given.json ? JSON.stringify(check) : sentenceOf(check));
      if (anchorDir === null)
        output.say("No anchor was asked: set ANCHOR_DIR or give --anchor, or a cut tail goes unseen.");
      if (check.fault) throw new CommandFailure(faultSentence(check.fault));
    } catch (error) {
      if (error instanceof CommandFailure) throw error;
      const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
      throw new CommandFailure(
        `The chain could not be checked: ${cause instanceof Error ? cause.message : String(cause)}`,
      );
    } finally {
      await db.$client.end({ timeout: 1 });
    }
  },
};

function sentenceOf({ records, seals, anchored, fault }: ChainCheck): string {
  const anchor = anchored === null ? "no anchor asked" : `${anchored} of them anchored`;
  return fault === null
    ? `All ${records} sealed access records stand as they were sealed, in ${seals} seals, ${anchor}.`
    : `${records} access records stand as they were sealed; the next one does not.`;
}

function faultSentence({ position, recordId, kind }: ChainFault): string {
  const at = position === null ? "" : ` at position ${position}`;
  const which = recordId === null ? "A record" : `Record ${recordId}`;
  const said: Record<ChainFault["kind"], string> = {
    changed: `${which}${at} is not as it was sealed.`,
    deleted: `${which}${at} was deleted.`,
    missing: `${which}${at} was taken out of the chain.`,
    "not as anchored": `${which}${at} is another one than the anchor holds: the chain was made anew from there, or the anchor was changed.`,
    "cut off": `Everything from position ${position} on was cut off: the anchor holds more.`,
    "seal broken": `The seal${at} is not as it was made.`,
    "never sealed": `${which} is in no seal and does not wait for one: it was written past the sealer, or its place was taken away.`,
    "anchor unreadable": `The anchor lacks what it held${at}.`,
  };
  return said[kind];
}
