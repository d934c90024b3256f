import { randomUUID } from "node:crypto";
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** Where the partner fetches and leaves files; here a directory stands for its server. */
export type PartnerDrop = {
  /** Delivers a file whole or not at all; the same name again replaces it. */
  deliver(name: string, text: string): Promise<void>;
  /** The members that the partner wants to keep until it has settled with them. */
  readHolds(): Promise<ReadonlySet<string>>;
};

/** What the partner writes, one member a line; without it, it keeps nobody. */
const HOLDS = "HOLD.txt";

/**
 * The partner's drop in a directory, which is made when it is not there.
 *
 * @returns functions that throw when the directory cannot be used.
 */
export function directoryDrop(directory: string): PartnerDrop {
  return {
    async deliver(name, text) {
      await mkdir(directory, { recursive: true });
      // Under another name first: the partner takes every .txt it sees.
      const beside = join(directory, `${name}.${randomUUID()}.part`);
      try {
        await writeFile(beside, text);
        await rename(beside, join(directory, name));
      } catch (error) {
        await rm(beside, { force: true });
        throw error;
      }
    },
    async readHolds() {
      const text = await readFile(join(directory, HOLDS), "utf8").catch((error: unknown) => {
        if (error instanceof Error && "code" in error && error.code === "ENOENT") return "";
        throw error;
      });
      return new Set(text.split(/\r?\n/).filter((line) => line !== ""));
    },
  };
}
