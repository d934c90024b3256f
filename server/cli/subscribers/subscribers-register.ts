import { readFile } from "node:fs/promises";
import { z } from "zod";
import { USUAL_TOKEN_DAYS } from "../../vocabulary/choices/token-fields.ts";
import { newSubscriberSchema } from "../../vocabulary/subscriber.ts";
import { apiOf } from "../command/api-client.ts";
import { type Command, CommandFailure, readOneWord, readOptions, UsageError, wholeNumber } from "../command/command.ts";
import { WAITS } from "../staff/token-commands.ts";

const { layer, placement, ownerDomain, description, actions, changed, policyScope, tokenFields } =
  newSubscriberSchema.shape;

const optionsSchema = z.object({
  layer,
  owner: ownerDomain,
  placement,
  ko: description.shape.ko,
  en: description.shape.en,
  action: actions,
  changed,
  policy: z.string().optional(),
  scope: policyScope,
  "token-field": tokenFields,
  "token-reason": z.string().optional(),
  "token-days": wholeNumber(1, 365).optional(),
});

/** `subscribers register`: a new entry of the registry, and its token. */
export const subscribersRegister: Command = {
  words: ["subscribers", "register"],
  reaches: "api",
  summary: "Register a subscriber; prints its token once when fields are named. Then: memberscope aws apply.",
  usage: [
    "ID --layer internal|external --owner DOMAIN --placement internal|external|integration --ko TEXT --en TEXT",
    "[--action A]... [--changed NAME]... | [--policy FILE [--scope MessageAttributes|MessageBody]]",
    "[--token-field FIELD]... --token-reason TEXT [--token-days N]",
    "target is added to the policy. FIELD is a field of a member that the token may read, like state.",
    "A token that reveals personal values opens nothing before another admin approves it. N is 90 unless given, 365 at most.",
  ],
  options: {
    layer: { type: "string" },
    owner: { type: "string" },
    placement: { type: "string" },
    ko: { type: "string" },
    en: { type: "string" },
    action: { type: "string", multiple: true },
    changed: { type: "string", multiple: true },
    policy: { type: "string" },
    scope: { type: "string" },
    "token-field": { type: "string", multiple: true },
    "token-reason": { type: "string" },
    "token-days": { type: "string" },
  },
  async run(given, { env, output }) {
    const id = readOneWord(given, "the subscriber's id");
    const options = readOptions(optionsSchema, given.values);
    const input = {
      id,
      layer: options.layer,
      ownerDomain: options.owner,
      placement: options.placement,
      description: { ko: options.ko, en: options.en },
      actions: options.action,
      changed: options.changed,
      ...(options.policy !== undefined && { policy: await readPolicyFile(options.policy) }),
      policyScope: options.scope,
      tokenFields: options["token-field"],
      ...(options["token-field"].length > 0 && { tokenTerms: termsOf(options) }),
    };
    const registered = await apiOf(env)((api) => api.subscribers.register.mutate(input));
    if (given.json) output.print(JSON.stringify(registered));
    else output.print(registered.token ?? registered.id);
    if (registered.token !== null) output.say("This is its service token. It is not shown again.");
    if (registered.needsSecond) output.say(WAITS);
    output.say("Make its queue and subscription with: memberscope aws apply");
  },
};

function termsOf({ "token-reason": reason, "token-days": days = USUAL_TOKEN_DAYS }: z.infer<typeof optionsSchema>) {
  if (reason === undefined)
    throw new UsageError("--token-reason must be given with --token-field: say what the token is for.");
  return { reason, days };
}

async function readPolicyFile(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    throw new CommandFailure(`--policy: ${file} cannot be read (${error instanceof Error ? error.message : error}).`);
  }
}
