"use client";

import { clsx } from "clsx";
import { LogIn, type LucideIcon, ShieldAlert, Smartphone, UserRoundPen } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { Sentence } from "#components/events/words/sentence";
import { usePreferences } from "#components/preferences/preferences-provider";
import { CopyButton } from "#components/ui/copy-button";
import { Count } from "#components/ui/count";
import { Time } from "#components/ui/time/time";
import type { MemberEvent } from "#server/vocabulary/member-event";
import type { MemberProfile } from "#server/vocabulary/views";
import { useOpenEvent } from "../events/dossier/use-open-event.ts";
import { ticketText } from "../events/words/ticket-text.ts";
import { useCatalog } from "../events/words/use-catalog.ts";
import { useEventWords } from "../events/words/use-event-words.ts";
import { useSayValue } from "../events/words/use-say-value.ts";
import type { GlanceFilter } from "./glance-actions.ts";

/** What support is asked first: the last sign-in, failures, new devices, changes of what identifies somebody. */
export function Glance(props: { profile: MemberProfile; onFilter: (filter: GlanceFilter) => void }) {
  const { profile, onFilter } = props;
  const t = useTranslations("glance");
  const { lastSignIn, failuresIn24h, newDevicesIn7d, sensitiveChangesIn7d } = profile.glance;
  return (
    <section aria-label={t("label")} className="mb-5 grid grid-cols-2 gap-3 rail:grid-cols-[3fr_2fr_2fr_5fr]">
      <Tile icon={LogIn} name={t("lastSignIn")} quiet={lastSignIn === null} wide>
        {lastSignIn === null ? <Nothing>{t("never")}</Nothing> : <EventLine event={lastSignIn} />}
      </Tile>
      <Tile icon={ShieldAlert} name={t("failures")} quiet={failuresIn24h === 0}>
        <CountLine count={failuresIn24h} onShow={() => onFilter("failures")} />
      </Tile>
      <Tile icon={Smartphone} name={t("devices")} quiet={newDevicesIn7d === 0}>
        <CountLine count={newDevicesIn7d} onShow={() => onFilter("devices")} />
      </Tile>
      <Tile icon={UserRoundPen} name={t("sensitive")} quiet={sensitiveChangesIn7d.length === 0} wide>
        {sensitiveChangesIn7d.length === 0 ? (
          <Nothing>{t("none")}</Nothing>
        ) : (
          <ul className="grid grid-cols-[minmax(0,1fr)] gap-1.5">
            {sensitiveChangesIn7d.map((event) => (
              <li key={event.id}>
                <EventLine event={event} />
              </li>
            ))}
          </ul>
        )}
      </Tile>
    </section>
  );
}

/** A tile that holds sentences is wide: where there is no room beside the counts, it takes a line of its own. */
function Tile(props: { icon: LucideIcon; name: string; quiet: boolean; wide?: boolean; children: ReactNode }) {
  const { icon: Icon, name, quiet, wide = false, children } = props;
  return (
    <div className={clsx("min-w-0 rounded-lg border border-line bg-surface p-3", wide && "max-rail:col-span-2")}>
      <h2 className="mb-1.5 flex items-center gap-1.5 text-meta font-medium text-ink-faint">
        <Icon aria-hidden className={quiet ? "size-3.5" : "size-3.5 text-accent"} />
        {name}
      </h2>
      {children}
    </div>
  );
}

function Nothing({ children }: { children: ReactNode }) {
  return <p className="text-ink-soft">{children}</p>;
}

function CountLine({ count, onShow }: { count: number; onShow: () => void }) {
  const t = useTranslations("glance");
  if (count === 0) return <Nothing>{t("none")}</Nothing>;
  return (
    <button type="button" onClick={onShow} className="text-left hover:underline">
      <span className="block text-title font-semibold">
        <Count value={count} />
      </span>
      <span className="text-meta text-accent">{t("show")}</span>
    </button>
  );
}

function EventLine({ event }: { event: MemberEvent }) {
  const t = useTranslations("glance");
  const { linkTo } = useOpenEvent();
  const { locale, zone } = usePreferences();
  const catalog = useCatalog();
  const say = useSayValue();
  const { where } = useEventWords(event);
  return (
    <div className="flex items-start gap-1">
      <a {...linkTo(event.id)} className="min-w-0 flex-1 hover:underline">
        <span className="block wrap-anywhere">
          <Sentence event={event} />
        </span>
        <span className="block text-meta wrap-anywhere text-ink-faint">
          <Time iso={event.occurredAt} />
          {where.map((word) => ` · ${word}`)}
        </span>
      </a>
      <CopyButton
        label={t("copyForTicket")}
        text={() =>
          ticketText({
            event,
            catalog,
            locale,
            zone,
            say,
            link: `${location.origin}/events/${event.id}`,
          })
        }
      />
    </div>
  );
}
