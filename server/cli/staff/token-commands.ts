import { z } from "zod";
import { USUAL_TOKEN_DAYS } from "../../vocabulary/choices/token-fields.ts";
import { newTokenSchema, oneServiceTokenSchema } from "../../vocabulary/service-token.ts";
import { apiOf } from "../command/api-client.ts";
import { type Command, readOneWord, readOptions, refuseWords, wholeNumber } from "../command/command.ts";

/** What is said of a token that reveals personal values. */
export const WAITS = "It opens nothing yet: another admin approves it with memberscope tokens approve.";

const { id, fields, reason } = newTokenSchema.shape;
const askOptions = z.object({
  subscriber: id,
  field: fields,
  reason,
  days: wholeNumber(1, 365).default(USUAL_TOKEN_DAYS),
});
const tokenOptions = z.object({ id: oneServiceTokenSchema.shape.tokenId });

/** `tokens ask`: a service token for a subscriber. */
const tokensAsk: Command = {
  words: ["tokens", "ask"],
  reaches: "api",
  summary: "Make a service token for a subscriber; prints it once. With personal fields another admin approves it.",
  usage: [
    "--subscriber ID --field FIELD... --reason TEXT [--days N]",
    "FIELD is a field of a member, like state. N is 90 unless given, 365 at most. Needs an admin's token.",
  ],
  options: {
    subscriber: { type: "string" },
    field: { type: "string", multiple: true },
    reason: { type: "string" },
    days: { type: "string" },
  },
  async run(given, { env, output }) {
    refuseWords(given);
    const { subscriber, field, ...terms } = readOptions(askOptions, given.values);
    const made = await apiOf(env)((api) =>
      api.subscribers.issueToken.mutate({ id: subscriber, fields: field, ...terms }),
    );
    output.print(given.json ? JSON.stringify(made) : made.token);
    output.say(`Its id is ${made.tokenId}. It is valid until ${made.endsAt} and not shown again.`);
    if (made.needsSecond) output.say(WAITS);
  },
};

/** `tokens approve`: lets another admin's service token take effect. */
const tokensApprove: Command = {
  words: ["tokens", "approve"],
  reaches: "api",
  summary: "Approve a service token that another admin has asked for.",
  usage: ["ID", "ID stands in tokens list. Needs an admin's token."],
  options: {},
  async run(given, { env, output }) {
    const tokenId = tokenOf(given);
    const done = await apiOf(env)((api) => api.subscribers.approveToken.mutate({ tokenId }));
    output.print(given.json ? JSON.stringify(done) : `token ${tokenId} of ${done.id}: in force`);
  },
};

/** `tokens end`: ends a service token. */
const tokensEnd: Command = {
  words: ["tokens", "end"],
  reaches: "api",
  summary: "End a service token, one that waits too: its next call is refused.",
  usage: ["ID", "ID stands in tokens list. Needs an admin's token."],
  options: {},
  async run(given, { env, output }) {
    const tokenId = tokenOf(given);
    const done = await apiOf(env)((api) => api.subscribers.revokeToken.mutate({ tokenId }));
    output.print(given.json ? JSON.stringify(done) : `token ${tokenId} of ${done.id}: revoked`);
  },
};

/** `tokens list`: service tokens, and personal ones. */
const tokensList: Command = {
  words: ["tokens", "list"],
  reaches: "api",
  summary: "List service tokens: who issued and approved them, their fields, last use and end. Or personal ones.",
  usage: ["[--personal]", "With --personal: your own personal access tokens, for an admin everybody's."],
  options: { personal: { type: "boolean" } },
  async run(given, { env, output }) {
    refuseWords(given);
    const call = apiOf(env);
    if (given.values.personal === true) {
      const { tokens } = await call((api) => api.tokens.list.query({}));
      for (const one of tokens) {
        const stands = one.revokedAt === null ? `until ${one.expiresAt}` : `revoked ${one.revokedAt}`;
        const scope = one.scope?.join(",") ?? "everything";
        const text = `${one.id}  ${stands}  ${one.login}: ${one.name}  ${scope}  used ${one.lastUsedAt ?? "never"}`;
        output.print(given.json ? JSON.stringify(one) : text);
      }
      return;
    }
    const { tokens } = await call((api) => api.subscribers.tokens.query({}));
    for (const one of tokens) {
      const by = one.approvedBy === null ? one.createdBy : `${one.createdBy}, approved by ${one.approvedBy}`;
      const text = `${one.tokenId}  ${one.state.padEnd(8)}  ${one.subscriber}  ${one.fields.join(",")}  by ${by}  until ${one.endsAt}  used ${one.lastUsedAt ?? "never"}`;
      output.print(given.json ? JSON.stringify(one) : text);
    }
  },
};

/** `tokens revoke`: ends a personal access token. */
const tokensRevoke: Command = {
  words: ["tokens", "revoke"],
  reaches: "api",
  summary: "End a personal access token: your own, for an admin anybody's.",
  usage: ["ID", "ID stands in tokens list --personal."],
  options: {},
  async run(given, { env, output }) {
    const tokenId = tokenOf(given);
    const done = await apiOf(env)((api) => api.tokens.revoke.mutate({ tokenId }));
    output.print(given.json ? JSON.stringify(done) : `token ${done.name} of ${done.login}: revoked`);
  },
};

function tokenOf(given: Parameters<typeof readOneWord>[0]): string {
  return readOptions(tokenOptions, { id: readOneWord(given, "the token's id") }).id;
}

/** What can be done with tokens through the API. */
export const tokenCommands: readonly Command[] = [tokensAsk, tokensApprove, tokensEnd, tokensList, tokensRevoke];
