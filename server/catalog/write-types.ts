import type { AttributeDeclaration, CatalogFile, CatalogVersion } from "./catalog-file.ts";

/** The languages that types are written for. */
export const typesLanguages = ["typescript", "java", "python"] as const;
export type TypesLanguage = (typeof typesLanguages)[number];

type Action = { name: string; version: CatalogVersion };

/**
 * The events of a catalog as types of a language, of each action its newest version: what a producer gives as `attributes`.
 * A build that compiles against them fails when an attribute is misspelt, missing or of another type.
 */
export function writeTypes({ actions }: CatalogFile, language: TypesLanguage): string {
  const newest = actions.flatMap(({ name, versions }): Action[] => {
    const [version] = [...versions].sort((a, b) => b.version - a.version);
    return version === undefined ? [] : [{ name, version }];
  });
  switch (language) {
    case "typescript":
      return typescriptOf(newest);
    case "java":
      return javaOf(newest);
    case "python":
      return pythonOf(newest);
  }
}

const NOTE = "Written by memberscope catalog types; change the catalog instead.";

function typescriptOf(actions: readonly Action[]): string {
  return [
    `// ${NOTE}`,
    "export type Change<T> = { from?: T | null; to?: T | null };",
    "",
    "/** The attributes of each action. */",
    "export type MemberEvents = {",
    ...actions.flatMap(({ name, version: { schema } }) => [
      `  ${JSON.stringify(name)}: {`,
      ...Object.entries(schema.properties).map(([attribute, one]) => {
        const optional = schema.required.includes(attribute) ? "" : "?";
        return `    ${JSON.stringify(attribute)}${optional}: Change<${typescriptType(one)}>;`;
      }),
      "  };",
    ]),
    "};",
    "",
    "/** The version that the types of an action are of. */",
    "export const memberEventVersions = {",
    ...actions.map(({ name, version }) => `  ${JSON.stringify(name)}: ${version.version},`),
    "} as const satisfies Record<keyof MemberEvents, number>;",
  ].join("\n");
}

function typescriptType({ type, enum: values }: AttributeDeclaration): string {
  if (values !== undefined) return values.map((value) => JSON.stringify(value)).join(" | ");
  const types = { string: "string", number: "number", integer: "number", boolean: "boolean" } as const;
  if (type === "array") return "unknown[]";
  return type === "object" ? "Record<string, unknown>" : types[type];
}

function javaOf(actions: readonly Action[]): string {
  return [
    `// ${NOTE}`,
    "public final class MemberEvents {",
    "  private MemberEvents() {}",
    "",
    "  /** What an attribute was and became; a side that is null is left out. */",
    "  public record Change<T>(T from, T to) {",
    "    public static <T> Change<T> to(T value) { return new Change<>(null, value); }",
    "  }",
    ...actions.flatMap(({ name, version }) => {
      const attributes = Object.entries(version.schema.properties);
      const parts = attributes.map(([attribute, one]) => `Change<${javaType(one)}> ${camelCase(attribute)}`);
      const optional = attributes
        .map(([attribute]) => attribute)
        .filter((one) => !version.schema.required.includes(one));
      return [
        "",
        `  /** ${name}${optional.length > 0 ? `; may be null: ${optional.join(", ")}` : ""}. */`,
        `  public record ${pascalCase(name)}(${parts.join(", ")}) {`,
        `    public static final String ACTION = ${JSON.stringify(name)};`,
        `    public static final int VERSION = ${version.version};`,
        "  }",
      ];
    }),
    "}",
  ].join("\n");
}

function javaType({ type }: AttributeDeclaration): string {
  const types = { string: "String", number: "java.math.BigDecimal", integer: "Long", boolean: "Boolean" } as const;
  if (type === "array") return "java.util.List<Object>";
  return type === "object" ? "java.util.Map<String, Object>" : types[type];
}

function pythonOf(actions: readonly Action[]): string {
  const used = [...new Set(actions.flatMap(({ version }) => Object.values(version.schema.properties).map(pythonType)))];
  const nameOf = (type: string) => `ChangeOf${used.indexOf(type) + 1}`;
  return [
    `# ${NOTE}`,
    "from typing import Any, Literal, NotRequired, Optional, TypedDict",
    "",
    ...used.map((type) => {
      const side = `NotRequired[Optional[${type}]]`;
      return `${nameOf(type)} = TypedDict(${JSON.stringify(nameOf(type))}, {"from": ${side}, "to": ${side}})`;
    }),
    ...actions.flatMap(({ name, version: { version, schema } }) => {
      const parts = Object.entries(schema.properties).map(([attribute, one]) => {
        const type = nameOf(pythonType(one));
        return `${JSON.stringify(attribute)}: ${schema.required.includes(attribute) ? type : `NotRequired[${type}]`}`;
      });
      const type = pascalCase(name);
      return ["", `# ${name} v${version}`, `${type} = TypedDict(${JSON.stringify(type)}, {${parts.join(", ")}})`];
    }),
    "",
    "VERSIONS: dict[str, int] = {",
    ...actions.map(({ name, version }) => `    ${JSON.stringify(name)}: ${version.version},`),
    "}",
  ].join("\n");
}

function pythonType({ type, enum: values }: AttributeDeclaration): string {
  if (values !== undefined) return `Literal[${values.map(pythonLiteral).join(", ")}]`;
  const types = { string: "str", number: "float", integer: "int", boolean: "bool" } as const;
  if (type === "array") return "list[Any]";
  return type === "object" ? "dict[str, Any]" : types[type];
}

function pythonLiteral(value: string | number | boolean): string {
  return typeof value === "boolean" ? (value ? "True" : "False") : JSON.stringify(value);
}

function pascalCase(name: string): string {
  return name
    .split(/[.-]/)
    .map((part) => part.slice(0, 1).toUpperCase() + part.slice(1))
    .join("");
}

/** Java's words and names with dashes are no names there. */
function camelCase(name: string): string {
  const [first = "", ...rest] = name.split(/[-]/);
  const camel = first + rest.map((part) => part.slice(0, 1).toUpperCase() + part.slice(1)).join("");
  return javaWords.has(camel) ? `${camel}_` : camel;
}

const javaWords = new Set(
  (
    "abstract assert boolean break byte case catch char class const continue default do double else enum extends final finally " +
    "float for goto if implements import instanceof int interface long native new package private protected public return short " +
    "static strictfp super switch synchronized this throw throws transient try void volatile while true false null"
  ).split(" "),
);
