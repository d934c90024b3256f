import { conditionsToParams } from "../../vocabulary/condition-params.ts";
import type { SavedView } from "../../vocabulary/explore/saved-view.ts";
import { sequenceToParams } from "../../vocabulary/sequence/sequence-params.ts";
import { valueInLine } from "../../vocabulary/visible-text.ts";
import { apiOf } from "../command/api-client.ts";
import { type Command, refuseWords } from "../command/command.ts";

/** `events views`: the saved views that whoever asks may open. */
export const eventsViews: Command = {
  words: ["events", "views"],
  reaches: "api",
  summary:
    "List the saved views: name, who finds it, owner, and what it asks. Search by one: events search --view NAME, events sequence --view NAME.",
  usage: [],
  options: {},
  async run(given, { env, output }) {
    refuseWords(given);
    const { views } = await apiOf(env)((api) => api.views.list.query({}));
    for (const view of views) output.print(given.json ? JSON.stringify(view) : asLine(view));
  },
};

function asLine({ name, audience, owner, conditions, policy, sequence }: SavedView): string {
  const params = sequence === null ? conditionsToParams(conditions) : sequenceToParams(sequence);
  const asked = [...params].map(([key, value]) => `${key}=${value}`);
  const all = policy === null ? asked : [...asked, `${policy.layer} messages by a policy of ${policy.scope}`];
  return `${valueInLine(name)}  ${audience}, ${owner.login}: ${valueInLine(all.join(" and "))}`;
}
