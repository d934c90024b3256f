import { readJson } from "#server/filter-policy/values/json-reader";

const STEP = "  ";

/**
 * A JSON text with line breaks and indentation, everything else as it stands: numbers as they are spelled, keys in their
 * order and repeated. JSON.parse would round what a double cannot hold. A text that is not JSON stays as it is.
 */
export function indentJson(text: string): string {
  const out: string[] = [];
  const open: { isEmpty: boolean }[] = [];
  let isAfterKey = false;
  const breakLine = () => out.push("\n", STEP.repeat(open.length));
  const begin = () => {
    const inside = open.at(-1);
    if (isAfterKey) isAfterKey = false;
    else if (inside !== undefined) {
      if (!inside.isEmpty) out.push(",");
      inside.isEmpty = false;
      breakLine();
    }
  };
  const put = (spelled: string) => {
    begin();
    out.push(spelled);
  };
  const fault = readJson(text, {
    open(container) {
      put(container === "object" ? "{" : "[");
      open.push({ isEmpty: true });
    },
    close(container) {
      const closed = open.pop();
      if (closed?.isEmpty === false) breakLine();
      out.push(container === "object" ? "}" : "]");
    },
    key(name) {
      put(`${JSON.stringify(name)}: `);
      isAfterKey = true;
    },
    text: (value) => put(JSON.stringify(value)),
    number: (_value, at, end) => put(text.slice(at, end)),
    literal: (name) => put(name),
  });
  return fault === null ? out.join("") : text;
}
