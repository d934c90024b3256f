/** The fields of one request in the AWS Query protocol: nesting is spelled in the names (`A.member.1.B`). */
export type QueryForm = ReadonlyMap<string, string>;

/** Reads an `application/x-www-form-urlencoded` body. */
export function readQueryForm(body: string): QueryForm {
  return new Map(new URLSearchParams(body));
}

/** The prefixes `NAME.member.1`, `NAME.member.2`, ... of a list whose entries all carry the field. */
export function listMembers(form: QueryForm, name: string, field: string): string[] {
  return countedPrefixes(form, `${name}.member`, field);
}

/** The prefixes `NAME.entry.1`, ... of a map; the key is in `.Name` for message attributes, in `.key` elsewhere. */
export function mapEntries(form: QueryForm, name: string, keyField: "key" | "Name"): string[] {
  return countedPrefixes(form, `${name}.entry`, keyField);
}

/** Reads a map of texts such as the `Attributes` of a topic or subscription. */
export function readTextMap(form: QueryForm, name: string): Map<string, string> {
  const prefixes = mapEntries(form, name, "key");
  return new Map(prefixes.map((prefix) => [form.get(`${prefix}.key`) ?? "", form.get(`${prefix}.value`) ?? ""]));
}

function countedPrefixes(form: QueryForm, name: string, field: string): string[] {
  const prefixes: string[] = [];
  for (let number = 1; form.has(`${name}.${number}.${field}`); number += 1) prefixes.push(`${name}.${number}`);
  return prefixes;
}
