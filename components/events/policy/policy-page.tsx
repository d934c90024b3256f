"use client";

import { ListFilter, ListX, Search, TriangleAlert } from "lucide-react";
import Link from "next/link";
import { type FormEvent, useMemo, useState } from "react";
import { useTranslations } from "use-intl";
import { FilterBar } from "#components/events/filters/filter-bar";
import { RepublishThese } from "#components/events/list/republish-these";
import { PolicyEditor } from "#components/events/policy/policy-editor";
import { PolicyResults } from "#components/events/policy/policy-results";
import { Button, buttonClass } from "#components/ui/button";
import { EmptyState } from "#components/ui/empty-state";
import { inputClass } from "#components/ui/field";
import { PageHead, Panel } from "#components/ui/panel";
import { parsePolicy } from "#server/filter-policy/parse/parse-policy";
import type { PolicyQuestion } from "./policy-params.ts";
import { usePolicyQuestion } from "./use-policy-question.ts";

/** The explorer in policy mode: which events would a subscriber with this SNS filter policy have received? */
export function PolicyPage({ initial }: { initial: PolicyQuestion }) {
  const t = useTranslations("policySearch");
  const { question, isTooLong, ask } = usePolicyQuestion(initial);
  const isBlank = question.policy.trim() === "";
  const isAskable = useMemo(
    () => parsePolicy(question.policy, question.scope).policy !== undefined,
    [question.policy, question.scope],
  );
  return (
    <>
      <PageHead title={t("title")} sub={t("sub")}>
        <RepublishThese />
        <Link href="/events" prefetch={false} className={buttonClass()}>
          <ListFilter aria-hidden className="size-3.5" />
          {t("toFilters")}
        </Link>
      </PageHead>
      <QuestionForm question={question} onAsk={ask} />
      <FilterBar
        conditions={question.conditions}
        faults={question.faults}
        onChange={(conditions) => ask({ ...question, conditions, faults: [] })}
      />
      {isTooLong && (
        <p role="status" className="mb-3 flex items-center gap-2 text-missed">
          <TriangleAlert aria-hidden className="size-4 shrink-0" />
          {t("tooLong")}
        </p>
      )}
      {isBlank ? (
        <Panel label={t("title")}>
          <EmptyState icon={ListX} title={t("blank")} hint={t("blankHint")}>
            {examples.map(({ name, policy }) => (
              <Button key={name} onClick={() => ask({ ...question, policy, scope: "MessageAttributes" })}>
                {t(`examples.${name}`)}
              </Button>
            ))}
          </EmptyState>
        </Panel>
      ) : (
        // What SNS would refuse is not asked: the editor says what is wrong with it.
        isAskable &&
        question.faults.length === 0 && (
          <PolicyResults question={question} onConditions={(conditions) => ask({ ...question, conditions })} />
        )
      )}
    </>
  );
}

const examples = [
  { name: "failures", policy: '{\n  "action": ["member.login-failed"]\n}' },
  { name: "prefix", policy: '{\n  "action": [{ "prefix": "withdrawal." }]\n}' },
  {
    name: "either",
    policy: '{\n  "$or": [\n    { "changed": ["phoneNumber"] },\n    { "changed": ["emailAddress"] }\n  ]\n}',
  },
] as const;

function QuestionForm({ question, onAsk }: { question: PolicyQuestion; onAsk: (next: PolicyQuestion) => void }) {
  const t = useTranslations("policySearch");
  const [draft, setDraft] = useState({ text: question.policy, scope: question.scope });
  const [layer, setLayer] = useState(question.layer);
  const asked = `${question.scope} ${question.layer} ${question.policy}`;
  const [drafted, setDrafted] = useState(asked);
  // Another question, as by the browser's way back, is another draft.
  if (asked !== drafted) {
    setDrafted(asked);
    setDraft({ text: question.policy, scope: question.scope });
    setLayer(question.layer);
  }
  const isValid = useMemo(() => parsePolicy(draft.text, draft.scope).policy !== undefined, [draft]);
  function submit(event: FormEvent) {
    event.preventDefault();
    if (isValid) onAsk({ ...question, policy: draft.text, scope: draft.scope, layer });
  }
  return (
    <form onSubmit={submit} className="mb-3 grid gap-3 rounded-lg border border-line bg-surface p-4">
      <PolicyEditor label={t("policy")} value={draft} onChange={setDraft} />
      <div className="flex flex-wrap items-center gap-2">
        <select
          aria-label={t("layer")}
          value={layer}
          onChange={(event) => setLayer(event.target.value === "external" ? "external" : "internal")}
          className={`${inputClass} w-auto!`}
        >
          <option value="internal">{t("layers.internal")}</option>
          <option value="external">{t("layers.external")}</option>
        </select>
        <Button type="submit" look="primary" disabled={!isValid}>
          <Search aria-hidden className="size-3.5" />
          {t("search")}
        </Button>
      </div>
    </form>
  );
}
