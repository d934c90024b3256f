"use client";

import { clsx } from "clsx";
import { Columns2 } from "lucide-react";
import { useSearchParams } from "next/navigation";
import { type FormEvent, useMemo, useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "#components/ui/button";
import { Chip } from "#components/ui/chip";
import { GivenText } from "#components/ui/given-text";
import { Popover } from "#components/ui/popover";
import { BESIDE, MOST_BESIDE, readBeside, writeBeside } from "./beside.ts";

const lanes = [
  "bg-accent-soft text-accent",
  "bg-missed-soft text-missed",
  "bg-replayed-soft text-replayed",
  "bg-published-soft text-published",
  "bg-waiting-soft text-waiting",
] as const;

/** Whose event a row is, where several members stand side by side: the id on a ground of its own. */
export function MemberTag({ memberId, lane }: { memberId: string; lane: number }) {
  return (
    <span className={clsx("shrink-0 rounded px-1.5 py-px font-mono text-meta", lanes[lane % lanes.length])}>
      <GivenText text={memberId} />
    </span>
  );
}

/** The members that stand beside this one; they are named in the address. */
export function useBeside(memberId: string) {
  const params = useSearchParams();
  const { ids, faults } = useMemo(() => readBeside(new URLSearchParams(params), memberId), [params, memberId]);
  function change(next: readonly string[]) {
    const params = new URLSearchParams(location.search);
    if (next.length === 0) params.delete(BESIDE);
    else params.set(BESIDE, writeBeside(next));
    const query = params.toString();
    window.history.pushState(null, "", query === "" ? location.pathname : `?${query}`);
  }
  return { ids, faults, change };
}

/** Who stands beside, each removable, and how to put one there. */
export function BesideMembers({ ids, change }: Pick<ReturnType<typeof useBeside>, "ids" | "change">) {
  const t = useTranslations("beside");
  return (
    <>
      {ids.map((id) => (
        <Chip
          key={id}
          name={t("with")}
          removeLabel={t("remove", { memberId: id })}
          onRemove={() => change(ids.filter((other) => other !== id))}
        >
          {id}
        </Chip>
      ))}
      {ids.length < MOST_BESIDE && (
        <Popover
          label={t("add")}
          triggerClass="inline-flex h-7 items-center gap-1 rounded-md px-2 text-meta font-medium text-ink-soft hover:bg-raised hover:text-ink"
          trigger={
            <>
              <Columns2 aria-hidden className="size-3.5" />
              {t("add")}
            </>
          }
          className="w-72 p-3"
        >
          {(close) => (
            <AddForm
              onAdd={(id) => {
                change([...ids.filter((other) => other !== id), id]);
                close();
              }}
            />
          )}
        </Popover>
      )}
    </>
  );
}

function AddForm({ onAdd }: { onAdd: (memberId: string) => void }) {
  const t = useTranslations("beside");
  const [text, setText] = useState("");
  function submit(event: FormEvent) {
    event.preventDefault();
    if (text.trim() === "") return;
    onAdd(text.trim());
    setText("");
  }
  return (
    <form method="dialog" onSubmit={submit} className="grid gap-2">
      <label className="grid gap-1">
        <span className="text-meta text-ink-faint">{t("memberId")}</span>
        <input
          value={text}
          onChange={(event) => setText(event.target.value)}
          maxLength={64}
          autoComplete="off"
          spellCheck={false}
          className="h-8 rounded-md border border-line-strong/70 bg-surface px-2 font-mono pointer-coarse:h-10"
        />
      </label>
      <p className="text-meta text-ink-faint">{t("hint")}</p>
      <Button type="submit" look="primary">
        {t("show")}
      </Button>
    </form>
  );
}
