import type { DeadLetterQueue, LetterCause, LetterGroup, LetterView } from "../../vocabulary/dead-letter.ts";
import { apiOf } from "../command/api-client.ts";
import { type Command, readOneWord, refuseWords } from "../command/command.ts";

const QUEUE = "a subscriber's id or its queue's name, as `deadletters list` has them";

/** `deadletters list`: the dead-letter queues. */
export const deadlettersList: Command = {
  words: ["deadletters", "list"],
  reaches: "api",
  summary: "List the dead-letter queues, those with letters first.",
  usage: [],
  options: {},
  async run(given, { env, output }) {
    refuseWords(given);
    const queues = await apiOf(env)((api) => api.deadLetters.queues.query({}));
    for (const queue of queues) output.print(given.json ? JSON.stringify(queue) : queueAsLine(queue));
  },
};

/** `deadletters read`: what lies in one of them. */
export const deadlettersRead: Command = {
  words: ["deadletters", "read"],
  reaches: "api",
  summary: "Show the dead letters of a queue by cause and action, without taking any away.",
  usage: ["QUEUE", `QUEUE is ${QUEUE}. With --json one letter a line, with its id and its whole text up to 16 KiB.`],
  options: {},
  async run(given, { env, output }) {
    const queue = readOneWord(given, QUEUE);
    const page = await apiOf(env)((api) => api.deadLetters.read.query({ queue }));
    if (given.json) for (const letter of page.letters) output.print(JSON.stringify(letter));
    else {
      output.print(queueAsLine(page.queue));
      for (const group of page.groups) output.print(groupAsLine(group));
      for (const letter of page.letters) output.print(letterAsLine(letter));
    }
    if (page.partial) output.say(`More lie there than these ${page.letters.length}.`);
    if (page.queue.invisible > 0) {
      output.say(`${page.queue.invisible} more are in somebody's hands, and can be seen again within a minute.`);
    }
  },
};

function queueAsLine({ subscriber, queue, waiting, invisible }: DeadLetterQueue): string {
  const count = waiting === null ? "SQS does not answer" : `${waiting} dead letters`;
  return `${subscriber} (${queue}): ${count}${invisible > 0 ? `, ${invisible} in somebody's hands` : ""}`;
}

const causeWords: Record<LetterCause, string> = {
  "not-json": "no JSON",
  "not-ours": "no message of Memberscope",
  "unknown-event": "its event is not in the store: forged, or rolled back",
  handled: "handled since: it may be discarded",
  "given-up": "given up by its handler",
  outside: "given up by the outside system",
};

function groupAsLine({ cause, error, action, count, first, last }: LetterGroup): string {
  return `  ${count} × ${action ?? "-"}: ${error ?? causeWords[cause]} (${first} to ${last})`;
}

function letterAsLine({ id, eventId, memberId, action, cause, sentAt }: LetterView): string {
  return `    ${id}  ${sentAt}  ${action ?? cause}  event ${eventId ?? "-"}  member ${memberId ?? "-"}`;
}
