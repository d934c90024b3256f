import { parseArgs } from "node:util";
import { z } from "zod";

/** The caller asked for something that does not exist or cannot be read: exit code 2. */
export class UsageError extends Error {}

/** What was asked could not be done: exit code 1. */
export class CommandFailure extends Error {}

/** Where a command writes, a line at a time: results on one side, everything said to people on the other. */
export type Output = { print(line: string): void; say(line: string): void };

/** The surroundings of a run: the environment's variables and the output. */
export type Surroundings = { env: Record<string, string | undefined>; output: Output };

type OptionValues = Record<string, string | boolean | (string | boolean)[] | undefined>;

/** What was typed, split into the command's own options and the rest. */
export type Given = { values: OptionValues; words: string[]; json: boolean };

/**
 * What a command touches: the running product's API, which records it; the database itself, where the command must record what
 * it does; AWS, whose own trail has it; or nothing but files.
 */
type Reach = "api" | "database" | "aws" | "files";

/** One command: `words` are its name, `usage` its options for the help text, as they stand after the name. */
export type Command = {
  words: readonly string[];
  reaches: Reach;
  summary: string;
  usage: readonly string[];
  options: Record<string, { type: "string" | "boolean"; multiple?: boolean }>;
  run(given: Given, surroundings: Surroundings): Promise<void>;
};

const commonOptions = { json: { type: "boolean" }, help: { type: "boolean", short: "h" } } as const;

/**
 * Splits what was typed after a command's name.
 *
 * @returns null when help is asked for.
 * @throws UsageError that names the option, the rule and the way out.
 */
export function parseGiven(command: Command, args: readonly string[]): Given | null {
  const name = command.words.join(" ");
  const known = Object.keys({ ...command.options, ...commonOptions }).map((option) => `--${option}`);
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { ...command.options, ...commonOptions },
      allowPositionals: true,
      strict: true,
    });
    if (values.help) return null;
    return { values, words: positionals, json: values.json === true };
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    const option = /'(?:-\w, )?(--?[\w-]+)/.exec(text)?.[1];
    if (option === undefined || !known.includes(option)) {
      throw new UsageError(`${name} has no option ${option ?? args.join(" ")}. Its options are ${known.join(", ")}.`);
    }
    const takesValue = command.options[option.slice(2)]?.type === "string";
    throw new UsageError(
      takesValue
        ? `${option} needs a value: write ${option} VALUE, or ${option}=VALUE when it begins with a dash.`
        : `${option} takes no value. Leave the value out.`,
    );
  }
}

/**
 * Reads a command's options by a schema whose keys are the options' names.
 *
 * @throws UsageError with one sentence an option that breaks its rule.
 */
export function readOptions<T>(schema: z.ZodType<T>, values: OptionValues): T {
  const { json: _json, help: _help, ...own } = values;
  const parsed = schema.safeParse(own);
  if (parsed.success) return parsed.data;
  throw new UsageError(parsed.error.issues.map(({ path, message }) => `--${String(path[0])} ${message}.`).join("\n"));
}

/**
 * The one word a command takes.
 *
 * @param what names it in the message.
 * @throws UsageError when it is missing or more were given.
 */
export function readOneWord({ words }: Given, what: string): string {
  const [word, ...more] = words;
  if (word === undefined) throw new UsageError(`Give ${what}.`);
  if (more.length > 0) throw new UsageError(`Give ${what} alone: leave out ${more.join(" ")}.`);
  return word;
}

/** @throws UsageError when words were given to a command that takes none. */
export function refuseWords({ words }: Given): void {
  if (words.length > 0) throw new UsageError(`"${words.join(" ")}" is no option. Options begin with --; see --help.`);
}

/** A whole number given as an option's text. */
export function wholeNumber(low: number, high: number) {
  const rule = `must be a whole number from ${low} to ${high}`;
  return z
    .string()
    .regex(/^\d{1,9}$/, rule)
    .transform(Number)
    .refine((number) => number >= low && number <= high, rule);
}
