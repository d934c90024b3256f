import { apiOf } from "../command/api-client.ts";
import { type Command, refuseWords } from "../command/command.ts";

/** `catalog list`: what members can do, by the event catalog. */
export const catalogList: Command = {
  words: ["catalog", "list"],
  reaches: "api",
  summary: "List the event catalog: actions, versions, attributes, and which are told to outside systems.",
  usage: [""],
  options: {},
  async run(given, { env, output }) {
    refuseWords(given);
    const actions = await apiOf(env)((api) => api.catalog.actions.query({}));
    if (actions.length === 0)
      output.say("The event catalog is empty. Push one with: memberscope catalog push FILE.json");
    for (const action of actions) {
      if (given.json) {
        output.print(JSON.stringify(action));
        continue;
      }
      const attributes = Object.entries(action.attributes).map(
        ([name, { type, personal }]) =>
          `${name}: ${personal ?? type}${action.required.includes(name) ? " (required)" : ""}`,
      );
      const reach = action.external ? "external" : "internal";
      output.print([action.name, `v${action.currentVersion}`, action.family, reach, attributes.join(", ")].join("  "));
    }
  },
};
