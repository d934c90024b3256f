"use client";

import { useQuery } from "@tanstack/react-query";
import { X } from "lucide-react";
import { useMemo } from "react";
import { useTranslations } from "use-intl";
import { PolicyExplanation } from "#components/events/policy/policy-explanation";
import { useTRPC } from "#components/trpc";
import { IconButton } from "#components/ui/button";
import { Dialog } from "#components/ui/dialog";
import { FailedState } from "#components/ui/failed-state";
import { RowsLoading } from "#components/ui/skeleton";
import { explainPolicy } from "#server/filter-policy/explain/explain-policy";
import { parsePolicy } from "#server/filter-policy/parse/parse-policy";
import type { LayerName } from "#server/vocabulary/member-event";
import type { EventMessage } from "#server/vocabulary/subscriber";
import { indentJson } from "../../ui/indent-json.ts";
import type { WrittenPolicy } from "./policy-editor.tsx";

/** Why one stored event passes a policy, by its message as the topic gets it. */
export function PolicyExplainDialog(props: {
  eventId: string | null;
  layer: LayerName;
  policy: WrittenPolicy;
  onClose: () => void;
}) {
  const { eventId, layer, policy, onClose } = props;
  const t = useTranslations("policyTester");
  const common = useTranslations("common");
  return (
    <Dialog open={eventId !== null} onClose={onClose} label={t("why")}>
      <div className="flex max-h-[84dvh] flex-col">
        <div className="flex items-center justify-between border-b border-line px-5 py-3">
          <h2 className="text-section font-semibold">{t("why")}</h2>
          <IconButton label={common("close")} onClick={onClose} data-first-focus>
            <X aria-hidden className="size-4" />
          </IconButton>
        </div>
        <div className="overflow-y-auto p-5">
          {eventId !== null && <StoredEventExplanation eventId={eventId} layer={layer} policy={policy} />}
        </div>
      </div>
    </Dialog>
  );
}

/** The message of a stored event is asked for, and explained here. */
export function StoredEventExplanation(props: { eventId: string; layer: LayerName; policy: WrittenPolicy }) {
  const { eventId, layer, policy } = props;
  const t = useTranslations("policyTester");
  const trpc = useTRPC();
  const message = useQuery(trpc.subscribers.message.queryOptions({ eventId, layer }));
  if (message.data !== undefined) return <MessageExplanation message={message.data} policy={policy} />;
  if (message.error === null) return <RowsLoading label={t("loading")} rows={3} />;
  return (
    <FailedState
      what={t("noMessage")}
      error={message.error}
      onRetry={() => message.refetch()}
      retrying={message.isFetching}
    />
  );
}

/** The explanation, and the message that it is about. */
export function MessageExplanation(props: {
  message: Pick<EventMessage, "attributes" | "body">;
  policy: WrittenPolicy;
}) {
  const { message, policy } = props;
  const t = useTranslations("policyTester");
  const explanation = useMemo(() => {
    const reading = parsePolicy(policy.text, policy.scope);
    return reading.policy ? explainPolicy(reading.policy, message) : null;
  }, [message, policy.text, policy.scope]);
  if (explanation === null) return null;
  return (
    <div className="grid gap-3" aria-live="polite">
      <PolicyExplanation explanation={explanation} />
      <details className="rounded-lg border border-line">
        <summary className="px-3 py-2 font-medium">{t("message")}</summary>
        <section
          aria-label={t("message")}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard.
          tabIndex={0}
          className="max-h-72 overflow-auto border-t border-line"
        >
          <pre className="p-3 font-mono text-meta">
            {`${JSON.stringify(message.attributes, null, 2)}\n\n${indentJson(message.body)}`}
          </pre>
        </section>
      </details>
    </div>
  );
}
