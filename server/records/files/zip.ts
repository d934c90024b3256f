import { crc32, deflateRawSync } from "node:zlib";

/** One file in an archive. */
export type ZipEntry = { name: string; content: Buffer };

const DEFLATED = 8;
const VERSION = 20;
/** Names are UTF-8. */
const FLAGS = 0x0800;
const [LOCAL, CENTRAL, END] = [0x04034b50, 0x02014b50, 0x06054b50];

/**
 * An archive as every system opens it (PKZIP 2.0): a few files of less than 4 GB together.
 *
 * @param at the time of every file in it, in UTC, as ISO 8601.
 */
export function zipOf(entries: readonly ZipEntry[], at: string): Buffer {
  const locals: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const { name, content } of entries) {
    const packed = deflateRawSync(content);
    const title = Buffer.from(name);
    const about = aboutEntry({ title, content, packed, at });
    const local = Buffer.concat([uint32(LOCAL), about, title, packed]);
    central.push(
      Buffer.concat([
        uint32(CENTRAL),
        uint16(VERSION),
        about,
        uint16(0),
        uint16(0),
        uint16(0),
        uint32(0),
        uint32(offset),
        title,
      ]),
    );
    locals.push(local);
    offset += local.length;
  }
  const directory = Buffer.concat(central);
  const count = uint16(entries.length);
  const end = [uint32(END), uint16(0), uint16(0), count, count, uint32(directory.length), uint32(offset), uint16(0)];
  return Buffer.concat([...locals, directory, ...end]);
}

type Packed = { title: Buffer; content: Buffer; packed: Buffer; at: string };

/** What stands of a file before its bytes and in the directory alike. */
function aboutEntry({ title, content, packed, at }: Packed): Buffer {
  const time = new Date(at);
  const clock = (time.getUTCHours() << 11) | (time.getUTCMinutes() << 5) | (time.getUTCSeconds() >> 1);
  const day = ((time.getUTCFullYear() - 1980) << 9) | ((time.getUTCMonth() + 1) << 5) | time.getUTCDate();
  return Buffer.concat([
    ...[uint16(VERSION), uint16(FLAGS), uint16(DEFLATED), uint16(clock), uint16(day)],
    ...[uint32(crc32(content)), uint32(packed.length), uint32(content.length), uint16(title.length), uint16(0)],
  ]);
}

function uint16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value);
  return bytes;
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}
