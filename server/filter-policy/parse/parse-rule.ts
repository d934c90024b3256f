import type { NumberBound, RuleBody } from "../policy.ts";
import { readCidr } from "../values/ip-range.ts";
import { LARGEST_NUMBER, numberKey } from "../values/typed-token.ts";
import { type JsonNode, spellNode } from "./json-tree.ts";
import { type PolicyRefusal, refusal } from "./policy-fault.ts";

type Operation = Extract<JsonNode, { kind: "object" }>;

const ONLY_ONE = "Only one key allowed in match expression";
const TOO_MANY = "Too many elements in numeric expression";

/**
 * Reads one element of a key's list.
 *
 * @throws PolicyRefusal in the words of SNS.
 */
export function parseRule(node: JsonNode): RuleBody {
  switch (node.kind) {
    case "string":
      return { kind: "string", value: node.value };
    case "number":
      return { kind: "number", spelled: node.spelled };
    case "literal":
      return { kind: "literal", value: node.value };
    case "array":
      throw refusal("Match value must be String, number, true, false, or null", node.at, "matchValue");
    case "object":
      return parseOperation(node);
  }
}

const operators: Readonly<Record<string, (operand: JsonNode, operation: Operation) => RuleBody>> = {
  prefix: (operand, operation) => ({ kind: "prefix", value: textOperand(operand, operation, "prefix") }),
  suffix: (operand, operation) => ({ kind: "suffix", value: textOperand(operand, operation, "suffix") }),
  "equals-ignore-case": (operand, operation) => {
    return { kind: "equals-ignore-case", value: textOperand(operand, operation, "equals-ignore-case") };
  },
  "anything-but": parseAnythingBut,
  numeric: parseNumeric,
  cidr: parseCidr,
  exists: parseExists,
};

function parseOperation(node: Operation): RuleBody {
  const [first] = node.entries;
  if (first === undefined) throw refusal("Match expression name not found", node.at, "noOperator");
  const parse = Object.hasOwn(operators, first.key) ? operators[first.key] : undefined;
  if (parse === undefined) throw refusal(`Unrecognized match type ${first.key}`, first.at, "operator");
  return parse(first.value, node);
}

function textOperand(operand: JsonNode, operation: Operation, operator: string, nameInText = operator): string {
  if (operand.kind !== "string") {
    throw refusal(`${nameInText} match pattern must be a string`, operand.at, "textOperand", { operator });
  }
  refuseSecond(operation, ONLY_ONE);
  return operand.value;
}

function refuseSecond(operation: Operation, message: string): void {
  const second = operation.entries[1];
  if (second !== undefined) throw refusal(message, second.at, "oneOperator");
}

function parseExists(operand: JsonNode, operation: Operation): RuleBody {
  if (operand.kind !== "literal" || operand.value === "null") {
    throw refusal("exists match pattern must be either true or false.", operand.at, "existsOperand");
  }
  refuseSecond(operation, ONLY_ONE);
  return { kind: "exists", isWanted: operand.value === "true" };
}

function parseCidr(operand: JsonNode, operation: Operation): RuleBody {
  // The parser of SNS says "prefix" here, too.
  if (operand.kind !== "string") throw refusal("prefix match pattern must be a string", operand.at, "cidr");
  const range = readCidr(operand.value);
  if ("refusal" in range) throw refusal(range.refusal, operand.at, "cidr");
  refuseSecond(operation, ONLY_ONE);
  return { kind: "cidr", range };
}

function parseAnythingBut(operand: JsonNode, operation: Operation): RuleBody {
  if (operand.kind === "object") return parseAnythingButPrefix(operand, operation);
  if (operand.kind === "literal") {
    const message = "Value of anything-but must be an array or single string/number value.";
    throw refusal(message, operand.at, "anythingBut");
  }
  const items = operand.kind === "array" ? operand.items : [operand];
  const values = items.map((item) => {
    if (item.kind === "string") return { kind: item.kind, value: item.value };
    if (item.kind === "number") return { kind: item.kind, spelled: comparable(item).spelled };
    throw refusal("Inside anything but list, start|null|boolean is not supported.", item.at, "anythingBut");
  });
  if (new Set(values.map(({ kind }) => kind)).size !== 1) {
    const message = "Inside anything but list, either all values are number or string, mixed type is not supported";
    throw refusal(message, operand.at, "anythingBut");
  }
  refuseSecond(operation, TOO_MANY);
  return { kind: "anything-but", values };
}

function parseAnythingButPrefix(inner: Operation, operation: Operation): RuleBody {
  const [first] = inner.entries;
  if (first === undefined) throw refusal("Anything-But expression name not found", inner.at, "anythingBut");
  if (first.key !== "prefix") throw refusal(`Unsupported anything-but pattern: ${first.key}`, first.at, "anythingBut");
  const { value } = first;
  if (value.kind !== "string") throw refusal("prefix match pattern must be a string", value.at, "anythingBut");
  if (value.value === "") throw refusal("Null prefix not allowed", value.at, "anythingBut");
  refuseSecond(inner, ONLY_ONE);
  refuseSecond(operation, ONLY_ONE);
  return { kind: "anything-but-prefix", value: value.value };
}

function parseNumeric(operand: JsonNode, operation: Operation): RuleBody {
  const rule = parseComparison(operand);
  refuseSecond(operation, TOO_MANY);
  return rule;
}

function parseComparison(operand: JsonNode): RuleBody {
  if (operand.kind !== "array") throw refusal("Value of numeric must be an array.", operand.at, "numeric");
  const [comparison, first, second, last, more] = operand.items;
  if (comparison?.kind !== "string") {
    const found = comparison === undefined ? "]" : spellNode(comparison);
    throw refusal(`Invalid member in numeric match: ${found}`, comparison?.at ?? operand.end, "numeric");
  }
  const name = comparison.value;
  if (name !== "=" && name !== "<" && name !== "<=" && name !== ">" && name !== ">=") {
    throw refusal(`Unrecognized numeric range operator: ${name}`, comparison.at, "numeric");
  }
  const value = numberOperand(first, name === "=" ? "equals" : name, operand.end);
  if (name === ">" || name === ">=") {
    const from = { value, isOpen: name === ">" };
    const to = second === undefined ? undefined : parseUpper(second, last, operand.end);
    if (to !== undefined && more !== undefined) {
      throw refusal("Too many terms in numeric range expression", more.at, "numeric");
    }
    return numericRange(from, to, operand.at);
  }
  if (second !== undefined) throw refusal(TOO_MANY, second.at, "numeric");
  if (name !== "=") return numericRange(undefined, { value, isOpen: name === "<" }, operand.at);
  const bound = { key: keyOf(value, operand.at), isOpen: false };
  return { kind: "numeric", from: bound, to: bound };
}

function parseUpper(comparison: JsonNode, operand: JsonNode | undefined, end: number): End {
  if (comparison.kind !== "string") {
    throw refusal(`Bad value in numeric range: ${spellNode(comparison)}`, comparison.at, "numeric");
  }
  const name = comparison.value;
  if (name !== "<" && name !== "<=") throw refusal(`Bad numeric range operator: ${name}`, comparison.at, "numeric");
  return { value: numberOperand(operand, name, end), isOpen: name === "<" };
}

type End = { value: number; isOpen: boolean };

function numericRange(from: End | undefined, to: End | undefined, at: number): RuleBody {
  const [bottom, top] = [from?.value ?? -LARGEST_NUMBER, to?.value ?? LARGEST_NUMBER];
  if (!(bottom < top)) throw refusal("Bottom must be less than top", at, "numeric");
  return { kind: "numeric", from: boundOf(from, at), to: boundOf(to, at) };
}

function boundOf(end: End | undefined, at: number): NumberBound | null {
  return end === undefined ? null : { key: keyOf(end.value, at), isOpen: end.isOpen };
}

function numberOperand(node: JsonNode | undefined, name: string, end: number): number {
  if (node?.kind !== "number") throw refusal(`Value of ${name} must be numeric`, node?.at ?? end, "numeric");
  return Number(node.spelled);
}

function comparable(node: Extract<JsonNode, { kind: "number" }>): typeof node {
  keyOf(Number(node.spelled), node.at);
  return node;
}

function keyOf(value: number, at: number): number {
  const key = numberKey(value);
  if (key === null) throw outOfRange(at);
  return key;
}

function outOfRange(at: number): PolicyRefusal {
  return refusal("Value must be between -5.0E9 and 5.0E9, inclusive", at, "numberRange");
}
