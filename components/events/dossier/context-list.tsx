"use client";

import { Network } from "lucide-react";
import { useTranslations } from "use-intl";
import { useSayName } from "#components/events/words/attribute-name";
import { useMay } from "#components/me-provider";
import { GivenText, UnfoldingText } from "#components/ui/given-text";
import { PageLink } from "#components/ui/page-link";
import type { JsonValue, MemberEvent } from "#server/vocabulary/member-event";
import { valueText } from "#server/vocabulary/sentence/event-sentence";
import { visibleText } from "#server/vocabulary/visible-text";
import { linksHref } from "../../links/link-href.ts";
import { hitHref } from "../../look-up/hit-href.ts";
import { useSayValue } from "../words/use-say-value.ts";
import { inOrder, isNoAddress } from "../words/where-text.ts";

/** Where and with what an event happened. Whoever may search goes from its device or address to all events there. */
export function ContextList({ context }: { context: MemberEvent["context"] }) {
  const sayName = useSayName();
  return (
    <dl className="grid grid-cols-[minmax(6rem,auto)_1fr] gap-x-4 gap-y-1">
      {inOrder(context).map(([name, value]) => (
        <div key={name} className="col-span-2 grid grid-cols-subgrid">
          <dt className="text-ink-faint" title={visibleText(name)}>
            <GivenText text={sayName(name)} />
          </dt>
          <dd className="min-w-0 font-mono text-meta break-all">
            <ContextValue name={name} value={value} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

function ContextValue({ name, value }: { name: string; value: JsonValue }) {
  const t = useTranslations("dossier");
  const events = useTranslations("events");
  const say = useSayValue();
  const maySearch = useMay("event:search");
  const href = maySearch && typeof value === "string" ? sharedHref(name, value) : null;
  if (name === "ip" && isNoAddress(value)) {
    return (
      <span className="flex flex-wrap items-baseline gap-x-3">
        <UnfoldingText text={valueText(value)} />
        <span className="font-sans text-missed">{events("noAddress")}</span>
      </span>
    );
  }
  if (href === null) return <UnfoldingText text={say(valueText(value))} />;
  return (
    <span className="flex flex-wrap items-baseline gap-x-3">
      <PageLink
        href={href}
        title={t(name === "ip" ? "sameIp" : "sameDevice")}
        className="inline-flex min-h-6 items-center text-accent underline-offset-2 hover:underline"
      >
        <GivenText text={valueText(value)} />
      </PageLink>
      <PageLink
        href={linksHref({ kind: name === "ip" ? "ip" : "device", value: valueText(value) })}
        className="inline-flex min-h-6 items-center gap-1 font-sans text-ink-soft underline-offset-2 hover:underline"
      >
        <Network aria-hidden className="size-3.5" />
        {t("whoElse")}
      </PageLink>
    </span>
  );
}

/** The search for everything on the device or from the address; null for what no index finds. */
function sharedHref(name: string, value: string): string | null {
  if (value === "") return null;
  if (name === "deviceId") return hitHref({ kind: "device", device: value });
  return name === "ip" ? hitHref({ kind: "ip", ip: value }) : null;
}
