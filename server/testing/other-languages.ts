import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";

const execute = promisify(execFile);
const JDBC = ["/usr/share/java/postgresql.jar"].find(existsSync);
/** Where Debian puts Go's packages. */
const GO = { GOPATH: "/usr/share/gocode", GO111MODULE: "off" };

type Language = { language: string; run: (url: string, ...args: string[]) => Promise<{ stdout: string }> };

/** The examples in languages whose runtime and PostgreSQL driver are on this machine; none of them needs to be. */
export async function otherLanguages(examples: string): Promise<Language[]> {
  const candidates: { language: string; probe: string[]; command: (url: string) => string[]; env?: object }[] = [
    ...["python3", "/usr/bin/python3"].map((python) => ({
      language: "Python",
      probe: [python, "-c", "import psycopg"],
      command: (url: string) => [python, join(examples, "record_from_python.py"), url],
    })),
    {
      language: "Ruby",
      probe: ["ruby", "-e", 'require "pg"'],
      command: (url) => ["ruby", join(examples, "record_from_ruby.rb"), url],
    },
    {
      language: "Go",
      probe: ["go", "list", "github.com/lib/pq"],
      command: (url) => ["go", "run", join(examples, "record_from_go.go"), `${url}?sslmode=disable`],
      env: GO,
    },
    {
      language: "Java",
      probe: JDBC === undefined ? ["false"] : ["java", "-version"],
      command: (url) => ["java", "-cp", JDBC ?? "", join(examples, "RecordFromJava.java"), jdbcUrl(url)],
    },
  ];
  const found = new Map<string, Language>();
  for (const { language, probe, command, env } of candidates) {
    const options = { env: { ...process.env, ...env } };
    const run = ([program = "", ...args]: string[]) => execute(program, args, options);
    const isHere = await run(probe).then(
      () => true,
      () => false,
    );
    if (isHere && !found.has(language))
      found.set(language, { language, run: (url, ...args) => run([...command(url), ...args]) });
  }
  return [...found.values()];
}

function jdbcUrl(url: string): string {
  const { host, pathname, username } = new URL(url);
  return `jdbc:postgresql://${host}${pathname}?user=${username}`;
}
