import { z } from "zod";
import { liftHoldSchema, memberCaseSchema, oneErasureSchema } from "../../vocabulary/oversight/erasure.ts";
import { apiOf } from "../command/api-client.ts";
import { type Command, readOneWord, readOptions, refuseWords, UsageError } from "../command/command.ts";

const reason = z.string({ error: "must be given: say why" });
const caseNumber = z.string({ error: "must be given: the number of the case" });
const caseOptions = z
  .object({ reason, case: caseNumber })
  .transform(({ reason, case: caseNumber }) => ({ reason, caseNumber }));
const whyOptions = z.object({ reason });

/** `members erase`: asks for a member to be erased. */
const membersErase: Command = {
  words: ["members", "erase"],
  reaches: "api",
  summary: "Ask for a member's clear personal values to be deleted; another admin does it.",
  usage: [
    "ID --reason TEXT --case NUMBER",
    "Prints the id of the request, for members erase-confirm. Needs an admin's token.",
  ],
  options: { reason: { type: "string" }, case: { type: "string" } },
  async run(given, { env, output }) {
    const order = readOrder(memberCaseSchema, { memberId: memberOf(given), ...readOptions(caseOptions, given.values) });
    const { requestId } = await apiOf(env)((api) => api.erasures.request.mutate(order));
    output.print(given.json ? JSON.stringify({ requestId }) : requestId);
    output.say("Nothing is deleted yet: another admin confirms it.");
  },
};

/** `members erase-confirm`: erases the member of another admin's request. */
const membersEraseConfirm: Command = {
  words: ["members", "erase-confirm"],
  reaches: "api",
  summary: "Erase a member as another admin has asked for. It cannot be taken back.",
  usage: ["REQUEST", "REQUEST is what members erase printed. Needs an admin's token."],
  options: {},
  async run(given, { env, output }) {
    const order = readOrder(oneErasureSchema, { requestId: readOneWord(given, "the id of the request") });
    const done = await apiOf(env)((api) => api.erasures.confirm.mutate(order));
    output.print(given.json ? JSON.stringify(done) : `member ${done.memberId}: erased, event ${done.eventId}`);
  },
};

/** `members erase-withdraw`: closes a request without erasing. */
const membersEraseWithdraw: Command = {
  words: ["members", "erase-withdraw"],
  reaches: "api",
  summary: "Close a request to erase a member without erasing.",
  usage: ["REQUEST", "Needs an admin's token."],
  options: {},
  async run(given, { env, output }) {
    const order = readOrder(oneErasureSchema, { requestId: readOneWord(given, "the id of the request") });
    const done = await apiOf(env)((api) => api.erasures.withdraw.mutate(order));
    output.print(given.json ? JSON.stringify(done) : `member ${done.memberId}: not erased`);
  },
};

/** `members erase-requests`: who is to be erased, and who was. */
const membersEraseRequests: Command = {
  words: ["members", "erase-requests"],
  reaches: "api",
  summary: "List requests to erase members: open ones first.",
  usage: ["", "Needs an admin's token."],
  options: {},
  async run(given, { env, output }) {
    refuseWords(given);
    const { erasures } = await apiOf(env)((api) => api.erasures.list.query({}));
    for (const one of erasures) {
      const stands = one.outcome ?? (one.held ? "held" : "open");
      output.print(
        given.json
          ? JSON.stringify(one)
          : `${one.requestId}  ${stands.padEnd(9)}  member ${one.memberId}  ${one.requestedAt} by ${one.requestedBy}  ${one.caseNumber}: ${one.reason}`,
      );
    }
    if (erasures.length === 0) output.say("Nobody has asked for a member to be erased.");
  },
};

/** `members hold`: keeps a member from being erased. */
const membersHold: Command = {
  words: ["members", "hold"],
  reaches: "api",
  summary: "Put a member under a legal hold: nobody is erased under one.",
  usage: ["ID --reason TEXT --case NUMBER", "Needs an admin's token."],
  options: { reason: { type: "string" }, case: { type: "string" } },
  async run(given, { env, output }) {
    const order = readOrder(memberCaseSchema, { memberId: memberOf(given), ...readOptions(caseOptions, given.values) });
    await apiOf(env)((api) => api.erasures.hold.mutate(order));
    output.print(
      given.json ? JSON.stringify({ memberId: order.memberId, held: true }) : `member ${order.memberId}: held`,
    );
  },
};

/** `members unhold`: lifts a legal hold. */
const membersUnhold: Command = {
  words: ["members", "unhold"],
  reaches: "api",
  summary: "Lift a member's legal hold.",
  usage: ["ID --reason TEXT", "Needs an admin's token."],
  options: { reason: { type: "string" } },
  async run(given, { env, output }) {
    const order = readOrder(liftHoldSchema, { memberId: memberOf(given), ...readOptions(whyOptions, given.values) });
    await apiOf(env)((api) => api.erasures.lift.mutate(order));
    output.print(
      given.json ? JSON.stringify({ memberId: order.memberId, held: false }) : `member ${order.memberId}: not held`,
    );
  },
};

/** What erasing members takes: by two admins, unless a legal hold stops it. */
export const erasureCommands: readonly Command[] = [
  membersEraseConfirm,
  membersEraseWithdraw,
  membersEraseRequests,
  membersErase,
  membersHold,
  membersUnhold,
];

function memberOf(given: Parameters<typeof readOneWord>[0]): string {
  return readOneWord(given, "the member's id");
}

/** @throws UsageError that names what breaks a rule. */
function readOrder<T>(schema: z.ZodType<T>, order: unknown): T {
  const parsed = schema.safeParse(order);
  if (parsed.success) return parsed.data;
  throw new UsageError(parsed.error.issues.map(({ path, message }) => `${String(path[0])} ${message}.`).join("\n"));
}
