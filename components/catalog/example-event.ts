import type { ActionVersion } from "#server/vocabulary/explore/catalog-page";
import type { CatalogAction, Change, JsonValue, MemberEvent, PersonalKind } from "#server/vocabulary/member-event";

/** As masks look everywhere; nobody's. */
const masks: Record<PersonalKind, readonly [string, string]> = {
  phone: ["010-****-1234", "010-****-5678"],
  email: ["k***@e***", "m***@e***"],
  name: ["Kim **", "Lee **"],
  address: ["Seoul ***", "Busan ***"],
};

const contextValues: Record<string, string> = {
  channel: "app",
  deviceId: "d-7",
  device: "Galaxy S24",
  ip: "203.0.113.9",
};

const CONTEXT = /\{context\.([^{}]+)\}/g;

/** An event that never was, as a version of an action declares it: to see its sentence without looking at a member. */
export function exampleEvent(
  action: string,
  { attributes, sentence }: Pick<ActionVersion, "attributes" | "sentence">,
): Pick<MemberEvent, "action" | "attributes" | "context"> {
  const named = Object.values(sentence).flatMap((text) => [...text.matchAll(CONTEXT)].map(([, name = ""]) => name));
  return {
    action,
    attributes: Object.fromEntries(Object.entries(attributes).map(([name, one]) => [name, exampleChange(one)])),
    context: Object.fromEntries(named.map((name) => [name, contextValues[name] ?? "…"])),
  };
}

function exampleChange({ type, enum: values, personal }: CatalogAction["attributes"][string]): Change {
  if (personal !== undefined) {
    const [from, to] = masks[personal];
    return { from, to };
  }
  if (values !== undefined) return { from: values[0] ?? null, to: values[1] ?? values[0] ?? null };
  const ofType: Record<string, readonly [JsonValue, JsonValue]> = {
    integer: [1, 2],
    number: [1.5, 2.5],
    boolean: [false, true],
  };
  const [from, to] = ofType[type] ?? ["…", "…"];
  return { from, to };
}
