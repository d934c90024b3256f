import { numberToken } from "../../filter-policy/values/typed-token.ts";
import { mapEntries, type QueryForm } from "./query-form.ts";
import { SnsError } from "./sns-error.ts";

/** One message attribute as it came; exactly one of the values is set once it is validated. */
export interface MessageAttribute {
  dataType: string;
  stringValue?: string;
  /** Base64, as it stands in the request. */
  binaryValue?: string;
}

/** Message attributes by name. */
export type MessageAttributes = ReadonlyMap<string, MessageAttribute>;

const NAME_LIMIT_BYTES = 256;

/**
 * Reads and checks the message attributes of one message.
 *
 * @param prefix of the message in the form: empty for Publish, `PublishBatchRequestEntries.member.N` in a batch.
 * @throws SnsError ParameterValueInvalid with SNS's text; in a batch it refuses the whole batch.
 */
export function readMessageAttributes(form: QueryForm, prefix: string): MessageAttributes {
  const attributes = new Map<string, MessageAttribute>();
  for (const entry of mapEntries(form, `${prefix}MessageAttributes`, "Name")) {
    const name = form.get(`${entry}.Name`) ?? "";
    const dataType = form.get(`${entry}.Value.DataType`) ?? "";
    const stringValue = form.get(`${entry}.Value.StringValue`);
    const binaryValue = form.get(`${entry}.Value.BinaryValue`);
    refuseBadName(name);
    const attribute = {
      dataType,
      ...(stringValue === undefined ? {} : { stringValue }),
      ...(binaryValue === undefined ? {} : { binaryValue }),
    };
    refuseBadValue(name, attribute);
    attributes.set(name, attribute);
  }
  return attributes;
}

/** Bytes that the attributes take of a message's 256 KiB: names, types and values. */
export function attributesSizeBytes(attributes: MessageAttributes): number {
  let total = 0;
  for (const [name, { dataType, stringValue, binaryValue }] of attributes) {
    total += Buffer.byteLength(name) + Buffer.byteLength(dataType);
    total += stringValue === undefined ? 0 : Buffer.byteLength(stringValue);
    total += binaryValue === undefined ? 0 : Buffer.byteLength(binaryValue, "base64");
  }
  return total;
}

function refuseBadName(name: string): void {
  const odd = /[^A-Za-z0-9_.-]/u.exec(name)?.[0];
  if (name === "") throw invalidValue("The request must contain non-empty message attribute name.");
  if (Buffer.byteLength(name) > NAME_LIMIT_BYTES) {
    throw invalidValue(`Length of message attribute name must be less than ${NAME_LIMIT_BYTES} bytes.`);
  }
  if (odd !== undefined) {
    const code = odd.codePointAt(0)?.toString(16).toUpperCase();
    throw invalidValue(
      `Invalid non-alphanumeric character '#x${code}' was found in the message attribute name. Can only include alphanumeric characters, hyphens, underscores, or dots.`,
    );
  }
  if (name.startsWith(".")) throw invalidValue("Invalid message attribute name starting with character '.' was found.");
  if (name.endsWith(".")) throw invalidValue("Invalid message attribute name ending with character '.' was found.");
  if (name.includes("..")) throw invalidValue("Message attribute name can not have successive '.' character.");
  if (/^(aws|amazon)\./i.test(name)) {
    throw invalidValue("You can't use message attribute names beginning with 'AWS.' or 'Amazon.'.");
  }
}

function refuseBadValue(name: string, { dataType, stringValue, binaryValue }: MessageAttribute): void {
  const [prefix] = dataType.split(".");
  if (prefix !== "String" && prefix !== "Number" && prefix !== "Binary") {
    throw invalidValue(
      `The message attribute '${name}' has an invalid message attribute type, the set of supported type prefixes is Binary, Number, and String.`,
    );
  }
  const isBinary = prefix === "Binary";
  if (isBinary ? stringValue !== undefined : binaryValue !== undefined) {
    const field = isBinary ? "Binary" : "String";
    throw invalidValue(`The message attribute '${name}' with type '${dataType}' must use field '${field}'.`);
  }
  const value = isBinary ? binaryValue : stringValue;
  if (value === undefined || value === "") {
    throw invalidValue(
      `The message attribute '${name}' must contain non-empty message attribute value for message attribute type '${dataType}'.`,
    );
  }
  if (prefix === "Number" && numberToken(value) === null) {
    throw invalidValue(`Could not cast message attribute '${name}' value to number.`);
  }
}

function invalidValue(message: string): SnsError {
  return new SnsError("ParameterValueInvalid", message);
}
