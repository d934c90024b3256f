"use client";

import { TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { EventPublicationMark } from "#components/events/words/publication-mark";
import { MemberLink } from "#components/member-link";
import { GivenText } from "#components/ui/given-text";
import { Time } from "#components/ui/time/time";
import { Tone } from "#components/ui/tone";
import type { JsonValue, MemberEvent } from "#server/vocabulary/member-event";
import type { EventColumn } from "../../preferences/preferences.ts";
import { isNoAddress, shortWord } from "../words/where-text.ts";

/** How wide a column is and how it is drawn; what happened takes the rest. On narrow screens a row says all of it in two lines. */
export const columnLooks: Record<
  EventColumn,
  { width: string; cell: string; draw: (event: MemberEvent) => ReactNode }
> = {
  time: { width: "w-40", cell: "text-ink-soft", draw: (event) => <Time iso={event.occurredAt} /> },
  member: {
    width: "w-32",
    cell: "truncate",
    draw: (event) => <MemberLink memberId={event.memberId} className="relative z-1 text-meta" />,
  },
  action: {
    width: "w-60 max-rail:hidden",
    cell: "truncate font-mono text-meta text-ink-soft max-rail:hidden",
    draw: ({ action }) => action,
  },
  device: {
    width: "w-40",
    cell: "truncate text-meta",
    draw: ({ context }) => <Word value={context.device ?? context.deviceId} />,
  },
  ip: { width: "w-40", cell: "truncate font-mono text-meta", draw: ({ context }) => <Address value={context.ip} /> },
  channel: { width: "w-24", cell: "truncate text-meta", draw: ({ context }) => <Word value={context.channel} /> },
  stored: { width: "w-40", cell: "text-ink-soft", draw: (event) => <Time iso={event.storedAt} exact /> },
  state: { width: "w-32", cell: "", draw: (event) => <EventPublicationMark event={event} /> },
};

function Word({ value }: { value: JsonValue | undefined }) {
  if (value === undefined || value === null || value === "") return null;
  return <GivenText text={shortWord(typeof value === "string" ? value : JSON.stringify(value))} />;
}

/** An address; what a producer gave as one and is none stands with a mark, since no search for an address finds it. */
function Address({ value }: { value: JsonValue | undefined }) {
  const t = useTranslations("events");
  if (!isNoAddress(value)) return <Word value={value} />;
  return (
    <span className="inline-flex max-w-full items-center gap-1 truncate">
      <Tone tone="missed" icon={TriangleAlert} wordless title={t("noAddress")}>
        {t("noAddress")}
      </Tone>
      <Word value={value} />
    </span>
  );
}
