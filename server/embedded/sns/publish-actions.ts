import { attributesSizeBytes, readMessageAttributes } from "./message-attributes.ts";
import { hasRefusedCharacter } from "./message-characters.ts";
import { listMembers, type QueryForm } from "./query-form.ts";
import { newMessageId, type PublishedMessage } from "./queue-entry.ts";
import { invalidParameter, SnsError } from "./sns-error.ts";
import { element, memberList } from "./xml-answer.ts";

/** What a publish request asks for, checked, and the XML that answers it once everything is delivered. */
export interface Publication {
  messages: PublishedMessage[];
  answer: string;
}

/** SNS's limit for one message, and for all messages of a batch together: bodies, attribute names, types, values. */
const MAX_MESSAGE_BYTES = 256 * 1024;

const MAX_BATCH_ENTRIES = 10;
const MAX_ENTRY_ID_LENGTH = 80;

/** Checks a Publish request. */
export function readPublish(form: QueryForm): Publication {
  const { published, sizeBytes } = readMessage(form, "");
  if (sizeBytes > MAX_MESSAGE_BYTES) throw invalidParameter("Message too long");
  return { messages: [published], answer: element("MessageId", published.messageId) };
}

/**
 * Checks a PublishBatch request as a whole: one bad entry refuses all, so `Failed` is always empty here.
 *
 * @throws SnsError with SNS's code and text for the first rule that is broken.
 */
export function readPublishBatch(form: QueryForm): Publication {
  const members = listMembers(form, "PublishBatchRequestEntries", "Id");
  if (members.length === 0) throw new SnsError("EmptyBatchRequest", "The batch request doesn't contain any entries.");
  if (members.length > MAX_BATCH_ENTRIES) {
    const message = "The batch request contains more entries than permissible.";
    throw new SnsError("TooManyEntriesInBatchRequest", message);
  }
  const ids = members.map((member) => readEntryId(form.get(`${member}.Id`) ?? ""));
  if (new Set(ids).size < ids.length) {
    throw new SnsError("BatchEntryIdsNotDistinct", "Two or more batch entries in the request have the same Id.");
  }
  const entries = members.map((member) => readMessage(form, `${member}.`));
  if (entries.reduce((total, { sizeBytes }) => total + sizeBytes, 0) > MAX_MESSAGE_BYTES) {
    const message = "The length of all the messages put together is more than the limit.";
    throw new SnsError("BatchRequestTooLong", message);
  }
  const messages = entries.map(({ published }) => published);
  const results = messages.map(({ messageId }, index) => {
    return element("Id", ids[index] ?? "") + element("MessageId", messageId);
  });
  return { messages, answer: memberList("Successful", results) + memberList("Failed", []) };
}

function readEntryId(id: string): string {
  const about = "The Id of a batch entry in the batch request";
  const odd = /[^A-Za-z0-9_-]/u.exec(id)?.[0];
  if (odd !== undefined || id === "") {
    throw new SnsError("InvalidBatchEntryId", `${about} contains an impermissible character: ${id}`);
  }
  if (id.length > MAX_ENTRY_ID_LENGTH) throw new SnsError("InvalidBatchEntryId", `${about} is too long: ${id}`);
  return id;
}

function readMessage(form: QueryForm, prefix: string): { published: PublishedMessage; sizeBytes: number } {
  const message = form.get(`${prefix}Message`) ?? "";
  const subject = form.get(`${prefix}Subject`);
  if (message === "") throw invalidParameter("Empty message");
  if (subject === "" || (subject?.length ?? 0) > 100) throw invalidParameter("Subject");
  if (hasRefusedCharacter(message)) {
    throw invalidParameter("Message Reason: it contains characters that a queue cannot carry.");
  }
  if (form.get(`${prefix}MessageStructure`) !== undefined) {
    throw invalidParameter("MessageStructure: this embedded server only publishes plain messages.");
  }
  const attributes = readMessageAttributes(form, prefix);
  const published = { messageId: newMessageId(), message, subject, attributes };
  return { published, sizeBytes: Buffer.byteLength(message) + attributesSizeBytes(attributes) };
}
