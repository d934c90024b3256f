import { readFile } from "node:fs/promises";
import { CommandFailure } from "../command/command.ts";

/**
 * A file's JSON.
 *
 * @throws CommandFailure when it cannot be read, or is none.
 */
export async function readJsonFile(file: string): Promise<unknown> {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (error) {
    throw new CommandFailure(`The file ${file} cannot be read: ${error instanceof Error ? error.message : error}.`);
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new CommandFailure(`The file ${file} is no JSON: ${error instanceof Error ? error.message : error}.`);
  }
}
