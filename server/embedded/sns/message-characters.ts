// fauxqs does not export it; its version is pinned.
import { INVALID_MESSAGE_BODY_CHAR } from "../../../node_modules/fauxqs/dist/sqs/sqsTypes.js";

/** What SQS takes: the characters of XML 1.0. Written with `u`, so that one beyond U+FFFF counts as itself and not as two halves. */
const REFUSED_CHARACTER = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;

/** Whether a queue would refuse a message with this body for one of its characters. */
export function hasRefusedCharacter(text: string): boolean {
  return REFUSED_CHARACTER.test(text);
}

/** fauxqs 2.4.1 refuses every character beyond U+FFFF, an emoji for instance, which SQS takes. */
export function letFauxqsTakeAllCharacters(): void {
  INVALID_MESSAGE_BODY_CHAR.test = hasRefusedCharacter;
}
