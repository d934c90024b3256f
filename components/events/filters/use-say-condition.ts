"use client";

import { useMessages, useTranslations } from "use-intl";
import { useSayName } from "#components/events/words/attribute-name";
import { usePreferences } from "#components/preferences/preferences-provider";
import { type Condition, type Field, fields } from "#server/vocabulary/conditions";
import { NO_MEMBER } from "#server/vocabulary/member-event";
import { actionWords } from "#server/vocabulary/sentence/event-sentence";
import { plainValue } from "#server/vocabulary/sentence/plain-value";
import { useCatalog } from "../words/use-catalog.ts";
import { useSayValue } from "../words/use-say-value.ts";
import { sayPeriod } from "./period.ts";

type Said = { about: string; values: string[] };

/** Says a condition in words: what it is about and how it compares, and its values. */
export function useSayCondition(): (condition: Condition) => Said {
  const t = useTranslations("filter");
  const sayName = useSayName();
  const sayOne = useSayOne();
  return ({ field, name, operator, values }) => {
    const subject = field === "attribute" || field === "became" || field === "was" ? sayName(name ?? "") : name;
    const about = [
      field === "attribute" ? "" : t(`fields.${field}`),
      subject === undefined || subject === "" ? "" : `${subject}`,
      fields[field].kind === "time" || operator === "any" ? "" : t(`chipOperators.${operator}`),
    ];
    return {
      about: about.filter((word) => word !== "").join(" · "),
      values: values.map((value) => sayOne(field, operator, value)),
    };
  };
}

/** Spaces at an end could not be seen. */
function visible(value: string): string {
  return plainValue(value.trim() === value ? value : JSON.stringify(value));
}

type SayOne = (field: Field, operator: Condition["operator"], value: string) => string;

/** One value in words. Two values never look alike: a word that several codes have is followed by the code. */
function useSayOne(): SayOne {
  const t = useTranslations("filter");
  const common = useTranslations("common");
  const { locale, zone } = usePreferences();
  const catalog = useCatalog();
  const sayName = useSayName();
  const say = useSayValue();
  const sayWord = useSayWord();
  const words: Record<string, string> = useMessages().values;
  const sayCode = (value: string) => {
    const said = say(value);
    const isShared = Object.entries(words).filter(([, word]) => word === said).length > 1;
    return said !== value && isShared ? `${said} (${value})` : visible(said);
  };
  return (field, operator, value) => {
    if (operator === "exists") return value === "true" ? t("exists.true") : t("exists.false");
    if (fields[field].kind === "time") {
      const { from, to } = sayPeriod(value, zone);
      return from === to && from !== null ? from : `${from ?? ""} – ${to ?? ""}`.trim();
    }
    if (operator !== "any" && operator !== "none") return visible(value);
    if (field === "member" && value === NO_MEMBER) return common("noMember");
    if (field === "changed") return sayName(value);
    if (fields[field].kind === "word") return sayWord(value);
    const action = field === "action" ? catalog.get(value) : undefined;
    if (action !== undefined) return actionWords(action, locale);
    return fields[field].kind === "value" ? sayCode(value) : visible(value);
  };
}

/** Words for what a field knows as its only values: families of actions and states of publication. */
export function useSayWord(): (value: string) => string {
  const { families, publicationState, filter } = useMessages();
  const known = new Map(Object.entries({ ...families, ...publicationState, repaired: filter.repaired }));
  return (value) => known.get(value) ?? value;
}
