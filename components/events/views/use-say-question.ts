"use client";

import { useTranslations } from "use-intl";
import type { Condition } from "#server/vocabulary/conditions";
import type { Question } from "../filters/use-named-question.ts";
import { useSayCondition } from "../filters/use-say-condition.ts";

/** Values of a condition that are said; the rest is counted. */
const SAID = 3;

/** Says what a view asks, a text a condition. */
export function useSayQuestion(): (question: Question) => string[] {
  const t = useTranslations("views");
  const filter = useTranslations("filter");
  const steps = useTranslations("sequences");
  const say = useSayCondition();
  const sayConditions = (conditions: readonly Condition[]) =>
    conditions.map((condition) => {
      const { about, values } = say(condition);
      const first = values.slice(0, SAID).join(", ");
      return `${about}: ${values.length > SAID ? filter("more", { first, count: values.length - SAID }) : first}`;
    });
  return ({ conditions, policy, sequence }) => [
    ...(policy === null ? [] : [t("policy")]),
    ...sayConditions(conditions),
    ...(sequence?.steps.map(({ conditions: asked, times, isAbsent }, n) => {
      const what = sayConditions(asked).join(", ");
      return isAbsent ? steps("notStep", { n: n + 1, what }) : steps("sayStep", { n: n + 1, times, what });
    }) ?? []),
  ];
}
