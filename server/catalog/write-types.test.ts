import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { readCatalog } from "./catalog-faults.ts";
import { writeTypes } from "./write-types.ts";

const read = readCatalog(
  JSON.parse(readFileSync(new URL("../../docs/examples/catalog.json", import.meta.url), "utf8")),
);
if ("faults" in read) throw new Error("the example is no catalog");
const { catalog } = read;

/** The newest version counts, and names that no language takes. */
const odd = readCatalog({
  actions: [
    {
      name: "two-words.were-changed",
      family: "profile",
      versions: [1, 2].map((version) => ({
        version,
        external: false,
        schema: {
          type: "object",
          properties: {
            class: { type: "string", enum: ["a", "b"] },
            "with-dash": { type: "integer" },
            ...(version === 2
              ? { list: { type: "array" }, map: { type: "object" }, yes: { type: "boolean", enum: [true] } }
              : {}),
          },
          required: ["class"],
        },
        sentence: { ko: "x", en: "x" },
      })),
    },
  ],
});
if ("faults" in odd) throw new Error("the odd catalog is none");

function inFolder(files: Record<string, string>, work: (folder: string) => void): void {
  const folder = mkdtempSync(join(tmpdir(), "memberscope-types-"));
  try {
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    work(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test("a TypeScript producer compiles with what the catalog declares, and not with what it does not", () => {
  const types = writeTypes(odd.catalog, "typescript");
  const producer = (attributes: string) => `
    import { type MemberEvents, memberEventVersions } from "./types.ts";
    const attributes: MemberEvents["two-words.were-changed"] = ${attributes};
    export const given = [attributes, memberEventVersions["two-words.were-changed"] satisfies 2];`;
  const files = {
    "types.ts": types,
    "right.ts": producer('{ class: { from: "a", to: "b" }, "with-dash": { to: 3 }, list: { to: [1] } }'),
    "wrong.ts": producer('{ class: { to: "c" }, unknown: { to: 1 } }'),
    "tsconfig.json": JSON.stringify({
      compilerOptions: {
        strict: true,
        noEmit: true,
        module: "esnext",
        moduleResolution: "bundler",
        allowImportingTsExtensions: true,
        skipLibCheck: true,
        types: [],
      },
    }),
  };
  inFolder(files, (folder) => {
    const tsc = fileURLToPath(new URL("../../node_modules/typescript/bin/tsc", import.meta.url));
    const { stdout } = spawnSync(process.execPath, [tsc, "-p", folder], { encoding: "utf8" });
    expect(stdout).toContain("wrong.ts");
    expect(stdout).toContain('"c"');
    expect(stdout).not.toContain("right.ts");
    expect(stdout).not.toContain("types.ts");
  });
});

test("the Java types have a record for each action, and no name that Java does not take", () => {
  const java = writeTypes(odd.catalog, "java");
  expect(java).toContain(
    "public record TwoWordsWereChanged(Change<String> class_, Change<Long> withDash, Change<java.util.List<Object>> list, Change<java.util.Map<String, Object>> map, Change<Boolean> yes) {",
  );
  expect(java).toContain('public static final String ACTION = "two-words.were-changed";');
  expect(java).toContain("public static final int VERSION = 2;");
  expect(java.split("{").length).toBe(java.split("}").length);
});

const python = spawnSync("python3", ["--version"]).status === 0;
test.runIf(python)("the Python types are a module that Python reads", () => {
  for (const one of [catalog, odd.catalog]) {
    inFolder({ "member_events.py": writeTypes(one, "python") }, (folder) => {
      const script = "import member_events as m; print(sorted(m.VERSIONS))";
      const said = execFileSync("python3", ["-c", script], { cwd: folder, encoding: "utf8" });
      for (const { name } of one.actions) expect(said).toContain(name);
    });
  }
});

const javac = spawnSync("javac", ["-version"]).status === 0;
test.runIf(javac)("the Java types compile with a producer that uses them", () => {
  const producer = `
    class Producer {
      Object event = new MemberEvents.TwoWordsWereChanged(MemberEvents.Change.to("a"), null, null, null, null);
      String action = MemberEvents.TwoWordsWereChanged.ACTION;
    }`;
  inFolder({ "MemberEvents.java": writeTypes(odd.catalog, "java"), "Producer.java": producer }, (folder) => {
    const { stderr, status } = spawnSync("javac", ["-d", folder, "MemberEvents.java", "Producer.java"], {
      cwd: folder,
      encoding: "utf8",
    });
    expect([status, stderr]).toEqual([0, ""]);
  });
});
