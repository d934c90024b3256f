import type { z } from "zod";
import type { AttributeDeclaration, CatalogFile, CatalogVersion } from "./catalog-file.ts";
import { catalogFileSchema } from "./catalog-file.ts";

/** Where in the file something is wrong, and what. */
export type CatalogFault = { path: string; rule: string };

/** SNS takes ten attributes on a message; four are left when the publisher and a resend have set theirs. */
const MAX_PROMOTED = 4;

/** Attributes the publisher sets itself. */
const RESERVED = new Set(["layer", "action", "changed", "target", "replay", "attempt"]);

const UNPROMOTABLE = new Set(["array", "object"]);

/** Reads a catalog file; gives either the catalog or every fault in it, each with its path. Looks at the file alone. */
export function readCatalog(file: unknown): { catalog: CatalogFile } | { faults: CatalogFault[] } {
  const parsed = catalogFileSchema.safeParse(file);
  if (!parsed.success) return { faults: parsed.error.issues.map(faultOf) };
  const { actions } = parsed.data;
  const faults = actions.flatMap((action, at) => [
    ...twice(
      actions.map(({ name }) => name),
      at,
    ).map((rule) => ({ path: `actions[${at}].name`, rule })),
    ...action.versions.flatMap((version, v) => [
      ...twice(
        action.versions.map((one) => one.version),
        v,
      ).map((rule) => ({ path: `actions[${at}].versions[${v}].version`, rule })),
      ...versionFaults(version, `actions[${at}].versions[${v}]`),
    ]),
  ]);
  return faults.length > 0 ? { faults } : { catalog: parsed.data };
}

function faultOf(issue: z.core.$ZodIssue): CatalogFault {
  const path = issue.path.map((part) => (typeof part === "number" ? `[${part}]` : `.${String(part)}`)).join("");
  const rule =
    issue.code === "unrecognized_keys"
      ? `does not know ${issue.keys.map((key) => `"${key}"`).join(", ")}; leave it out`
      : issue.message;
  return { path: path.replace(/^\./, "") || "the file", rule };
}

function twice(all: readonly (string | number)[], at: number): string[] {
  const value = all[at];
  return value !== undefined && all.indexOf(value) < at ? [`${value} stands here twice; keep one`] : [];
}

function versionFaults(version: CatalogVersion, path: string): CatalogFault[] {
  const { properties, required } = version.schema;
  const undeclared = required.filter((name) => !Object.hasOwn(properties, name));
  const promoted = Object.entries(properties).filter(([, one]) => one.promote);
  return [
    ...undeclared.map((name) => ({
      path: `${path}.schema.required`,
      rule: `names ${name}, which is not among the properties; declare it or leave it out`,
    })),
    ...Object.entries(properties).flatMap(([name, one]) =>
      attributeFaults(name, one).map((rule) => ({ path: `${path}.schema.properties.${name}`, rule })),
    ),
    ...(promoted.length > MAX_PROMOTED
      ? [{ path: `${path}.schema.properties`, rule: `promotes ${promoted.length} attributes; at most four may be` }]
      : []),
    ...sentenceFaults(version, `${path}.sentence`),
    ...upcastFaults(version).map((rule) => ({ path: `${path}.upcast`, rule })),
  ];
}

function attributeFaults(name: string, one: AttributeDeclaration): string[] {
  const faults: string[] = [];
  const type = one.type === "integer" ? "number" : one.type;
  if (one.personal && one.type !== "string") faults.push("only a string may be personal");
  if (one.personal && one.enum) faults.push("a personal value may not have an enum; leave one of them out");
  if (one.personal && one.promote) {
    faults.push("a personal value may not be promoted: SNS attributes are seen by everybody who subscribes");
  }
  if (one.promote && UNPROMOTABLE.has(one.type)) faults.push(`a value of type ${one.type} may not be promoted`);
  if (one.promote && RESERVED.has(name))
    faults.push("the publisher sets this SNS attribute itself; choose another name");
  if (one.enum?.some((value) => typeof value !== type)) faults.push(`the enum must hold values of type ${one.type}`);
  return faults;
}

/** A sentence may name declared attributes ({name}, {name.from}) and the context ({context.name}), and nothing else. */
function sentenceFaults({ sentence, schema }: CatalogVersion, path: string): CatalogFault[] {
  return Object.entries(sentence).flatMap(([language, text]) => {
    const names = [...text.matchAll(/\{([^{}]*)\}/g)].map((match) => match[1] ?? "");
    const rest = text.replaceAll(/\{[^{}]*\}/g, "");
    const unknown = names.filter((name) => {
      if (/^context\.[A-Za-z][A-Za-z0-9_-]*$/.test(name)) return false;
      return !Object.hasOwn(schema.properties, name.replace(/\.from$/, ""));
    });
    const rules = unknown.map((name) => {
      const attribute = name.replace(/\.[^.]*$/, "");
      return name !== attribute && Object.hasOwn(schema.properties, attribute)
        ? `names {${name}}; write {${attribute}} for what it became or {${attribute}.from} for what it was`
        : `names {${name}}, which is no declared attribute; declare it or correct the name`;
    });
    if (/[{}]/.test(rest)) rules.push("has a brace without its partner");
    return rules.map((rule) => ({ path: `${path}.${language}`, rule }));
  });
}

function upcastFaults({ version, upcast, schema }: CatalogVersion): string[] {
  if (upcast === undefined) return [];
  if (version === 1) return ["version 1 has no version before it; leave it out"];
  const undeclared = Object.keys(upcast.attributes).filter((name) => !Object.hasOwn(schema.properties, name));
  return undeclared.map((name) => `fills ${name}, which is no declared attribute; declare it or correct the name`);
}
