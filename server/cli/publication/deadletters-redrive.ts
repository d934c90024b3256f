import { moveDeadLetters } from "../../messaging/move-dead-letters.ts";
import { isNoQueue } from "../../messaging/queues.ts";
import { type Command, CommandFailure, readOneWord } from "../command/command.ts";

/** `deadletters redrive`: brings a queue's dead letters back into it, with the AWS settings of this shell. */
export const deadlettersRedrive: Command = {
  words: ["deadletters", "redrive"],
  summary: "Bring the dead letters of a queue back into it, once what made them fail is repaired (AWS settings).",
  usage: ["QUEUE"],
  options: {},
  async run(given, { output }) {
    const queue = readOneWord(given, "the queue's name, as `subscribers list --json` has it");
    const moved = await moveDeadLetters(queue).catch((error: unknown) => {
      if (isNoQueue(error)) throw new CommandFailure(`There is no queue ${queue}, or it has no dead-letter queue.`);
      throw new CommandFailure(`SQS did not do it: ${error instanceof Error ? error.message : String(error)}`);
    });
    output.print(given.json ? JSON.stringify({ queue, moved }) : `${moved} brought back into ${queue}`);
  },
};
