"use client";

import { LogIn, type LucideIcon, Smartphone } from "lucide-react";
import { useTranslations } from "use-intl";
import type { MemberProfile } from "#server/vocabulary/views";
import type { GlanceFilter } from "./glance-actions.ts";

/** What was counted of the last days, each number with what it counts; pressing one shows what was counted. */
export function Glance({ glance, onFilter }: { glance: MemberProfile["glance"]; onFilter: (f: GlanceFilter) => void }) {
  const t = useTranslations("glance");
  return (
    <section aria-label={t("label")} className="grid gap-3 max-rail:grid-cols-2">
      <Tile
        icon={LogIn}
        count={glance.failuresIn24h}
        words={t("failures", { count: glance.failuresIn24h })}
        onShow={() => onFilter("failures")}
      />
      <Tile
        icon={Smartphone}
        count={glance.newDevicesIn7d}
        words={t("devices", { count: glance.newDevicesIn7d })}
        onShow={() => onFilter("devices")}
      />
    </section>
  );
}

function Tile(props: { icon: LucideIcon; count: number; words: string; onShow: () => void }) {
  const { icon: Icon, count, words, onShow } = props;
  const t = useTranslations("glance");
  const body = (
    <>
      <Icon aria-hidden className={`mt-0.5 size-3.5 shrink-0 ${count === 0 ? "text-ink-faint" : "text-missed"}`} />
      <span className="min-w-0">
        <span className={count === 0 ? "text-ink-soft" : "font-semibold"}>{words}</span>
        {count > 0 && <span className="block text-meta text-accent">{t("show")}</span>}
      </span>
    </>
  );
  const tile = "flex min-h-10 items-start gap-2 rounded-lg border border-line bg-surface px-3 py-2.5 text-left";
  return count === 0 ? (
    <p className={tile}>{body}</p>
  ) : (
    <button type="button" onClick={onShow} className={`${tile} hover:bg-raised`}>
      {body}
    </button>
  );
}
