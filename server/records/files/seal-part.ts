import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";

/** AES-256-GCM, whose tag stands after the text. */
const [KEY_BYTES, CHECK_BYTES, NONCE_BYTES, TAG_BYTES] = [32, 16, 12, 16];

/** The key of one making of one file, and what tells that it is that key. */
export type FileSeal = { fileId: string; salt: Buffer; key: Buffer; check: Buffer };

/** Which part of its file something is. */
export type PartPlace = { n: number; isLast: boolean };

/**
 * Derives the key of a file from FILE_KEY: a new one with each salt, so that no nonce is used twice with a key.
 *
 * @param salt the one that the file was sealed with; left out, a new one.
 */
export function sealOfFile(fileKey: string, fileId: string, salt: Buffer = randomBytes(16)): FileSeal {
  const derived = Buffer.from(
    hkdfSync("sha256", fileKey, salt, `memberscope prepared file ${fileId}`, KEY_BYTES + CHECK_BYTES),
  );
  return { fileId, salt, key: derived.subarray(0, KEY_BYTES), check: derived.subarray(KEY_BYTES) };
}

/** Encrypts one part; its place is sealed with it, so that none can be left out, moved or cut off at the end. */
export function sealPart(seal: FileSeal, place: PartPlace, clear: Buffer): Buffer {
  const cipher = createCipheriv("aes-256-gcm", seal.key, nonceOf(place)).setAAD(placeText(seal, place));
  return Buffer.concat([cipher.update(clear), cipher.final(), cipher.getAuthTag()]);
}

/** @throws Error when it is not that part of that file, or was changed. */
export function openPart(seal: FileSeal, place: PartPlace, sealed: Buffer): Buffer {
  const end = sealed.length - TAG_BYTES;
  const decipher = createDecipheriv("aes-256-gcm", seal.key, nonceOf(place))
    .setAAD(placeText(seal, place))
    .setAuthTag(sealed.subarray(end));
  return Buffer.concat([decipher.update(sealed.subarray(0, end)), decipher.final()]);
}

function nonceOf({ n }: PartPlace): Buffer {
  const nonce = Buffer.alloc(NONCE_BYTES);
  nonce.writeUInt32BE(n, NONCE_BYTES - 4);
  return nonce;
}

function placeText({ fileId }: FileSeal, { n, isLast }: PartPlace): Buffer {
  return Buffer.from(JSON.stringify([fileId, n, isLast]));
}
