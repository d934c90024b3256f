"use client";

import { ListFilter, ListX, Search } from "lucide-react";
import { useRouter } from "next/navigation";
import { type FormEvent, useMemo, useState } from "react";
import { useTranslations } from "use-intl";
import { FilterBar } from "#components/events/filters/filter-bar";
import { RepublishThese } from "#components/events/list/republish-these";
import { PolicyEditor } from "#components/events/policy/policy-editor";
import { PolicyResults } from "#components/events/policy/policy-results";
import { ViewBar } from "#components/events/views/view-bar";
import { ViewMenu } from "#components/events/views/view-menu";
import { Button, buttonClass } from "#components/ui/button";
import { EmptyState } from "#components/ui/empty-state";
import { inputClass } from "#components/ui/field";
import { PageLink } from "#components/ui/page-link";
import { PageHead, Panel } from "#components/ui/panel";
import { RowsLoading } from "#components/ui/skeleton";
import { parsePolicy } from "#server/filter-policy/parse/parse-policy";
import { conditionsToParams } from "#server/vocabulary/condition-params";
import { fitsAddress, KEPT } from "../filters/kept-conditions.ts";
import { useKeepQuestion } from "../filters/use-keep-question.ts";
import { useLook, useOpenView } from "../views/use-open-view.ts";
import { type PolicyQuestion, questionToQuery } from "./policy-params.ts";
import { usePolicyQuestion } from "./use-policy-question.ts";

/** The explorer in policy mode: which events would a subscriber with this SNS filter policy have received? */
export function PolicyPage({ initial }: { initial: PolicyQuestion }) {
  const t = useTranslations("policySearch");
  const { question, isReading, ask } = usePolicyQuestion(initial);
  const { draft, setDraft, isChanged, isValid } = useDraft(question);
  const isBlank = question.policy.trim() === "" && draft.text.trim() === "";
  const isAskable = useMemo(
    () => parsePolicy(question.policy, question.scope).policy !== undefined,
    [question.policy, question.scope],
  );
  const { view } = useOpenView();
  useLook(view, isAskable && !isReading);
  const { policy: text, scope, layer, conditions } = question;
  return (
    <>
      <PageHead title={t("title")} sub={t("sub")}>
        <RepublishThese query={questionToQuery(question)} />
        <ViewMenu />
        <ToFilters conditions={conditions} />
      </PageHead>
      <QuestionForm
        {...{ draft, isValid }}
        onDraft={setDraft}
        onAsk={() => void ask({ ...question, policy: draft.text, scope: draft.scope, layer: draft.layer })}
      />
      <FilterBar
        conditions={conditions}
        faults={question.faults}
        onChange={(changed) => void ask({ ...question, conditions: changed, faults: [] })}
      />
      <ViewBar question={isAskable && !isChanged ? { conditions, policy: { text, scope, layer } } : null} />
      {isReading ? (
        <Panel label={t("title")}>
          <RowsLoading label={t("loading")} rows={12} />
        </Panel>
      ) : isBlank ? (
        <Panel label={t("title")}>
          <EmptyState icon={ListX} title={t("blank")} hint={t("blankHint")}>
            {examples.map(({ name, policy }) => (
              <Button key={name} onClick={() => void ask({ ...question, policy, scope: "MessageAttributes" })}>
                {t(`examples.${name}`)}
              </Button>
            ))}
          </EmptyState>
        </Panel>
      ) : !isValid || !isAskable || question.faults.length > 0 ? (
        // What SNS would refuse is not asked, and has no answer: the editor says what is wrong with it.
        <Panel label={t("title")}>
          <EmptyState
            icon={ListX}
            title={t("notSearched")}
            hint={isValid && question.faults.length === 0 ? t("notAskedHint") : t("notSearchedHint")}
          />
        </Panel>
      ) : (
        <PolicyResults
          question={question}
          isOutdated={isChanged}
          onConditions={(changed) => void ask({ ...question, conditions: changed })}
        />
      )}
    </>
  );
}

/** To the explorer by filters with the same conditions; too many for an address are kept first. */
function ToFilters({ conditions }: { conditions: PolicyQuestion["conditions"] }) {
  const t = useTranslations("policySearch");
  const router = useRouter();
  const keep = useKeepQuestion();
  const query = conditionsToParams(conditions).toString();
  const words = (
    <>
      <ListFilter aria-hidden className="size-3.5" />
      {t("toFilters")}
    </>
  );
  if (!fitsAddress(query)) {
    const show = async () => router.push(`/events?${KEPT}=${await keep({ conditions, policy: null })}`);
    return <Button onClick={() => void show()}>{words}</Button>;
  }
  return (
    <PageLink href={query === "" ? "/events" : `/events?${query}`} className={buttonClass()}>
      {words}
    </PageLink>
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

/** What is written but not asked yet. Another question, as by the browser's way back, is another draft. */
function useDraft({ policy, scope, layer }: PolicyQuestion) {
  const [draft, setDraft] = useState({ text: policy, scope, layer });
  const asked = `${scope} ${layer} ${policy}`;
  const [drafted, setDrafted] = useState(asked);
  if (asked !== drafted) {
    setDrafted(asked);
    setDraft({ text: policy, scope, layer });
  }
  return {
    draft,
    setDraft,
    isChanged: asked !== `${draft.scope} ${draft.layer} ${draft.text}`,
    isValid: useMemo(() => parsePolicy(draft.text, draft.scope).policy !== undefined, [draft]),
  };
}

type Draft = ReturnType<typeof useDraft>["draft"];

function QuestionForm(props: { draft: Draft; isValid: boolean; onDraft: (draft: Draft) => void; onAsk: () => void }) {
  const { draft, isValid, onDraft, onAsk } = props;
  const t = useTranslations("policySearch");
  function submit(event: FormEvent) {
    event.preventDefault();
    if (isValid) onAsk();
  }
  return (
    <form onSubmit={submit} className="mb-3 grid gap-3 rounded-lg border border-line bg-surface p-4">
      <PolicyEditor label={t("policy")} value={draft} onChange={(written) => onDraft({ ...draft, ...written })} />
      <div className="flex flex-wrap items-center gap-2">
        <select
          aria-label={t("layer")}
          value={draft.layer}
          onChange={(event) =>
            onDraft({ ...draft, layer: event.target.value === "external" ? "external" : "internal" })
          }
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
