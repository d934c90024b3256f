"use client";

import { Search, SearchX } from "lucide-react";
import { useRouter } from "next/navigation";
import { type FormEvent, useId, useState } from "react";
import { useTranslations } from "use-intl";
import { LookUpHit } from "#components/look-up/look-up-hit";
import { useMay } from "#components/me-provider";
import { Button } from "#components/ui/button";
import { FormFault } from "#components/ui/failed-state";
import { PageLink } from "#components/ui/page-link";
import { useEarlyText } from "../ui/use-early-text.ts";
import { hitHref } from "./hit-href.ts";
import { useLookUp } from "./use-look-up.ts";

/** The one search box. `membersOnly` words it for people, as on the members page. */
export function LookUpForm({ membersOnly = false }: { membersOnly?: boolean }) {
  const t = useTranslations("lookUp");
  const id = useId();
  const router = useRouter();
  const searchesEvents = useMay("event:search");
  const [text, setText] = useState("");
  const field = useEarlyText(setText);
  const lookUp = useLookUp((href) => router.push(href));
  const onlyMembers = membersOnly || !searchesEvents;

  function submit(event: FormEvent) {
    event.preventDefault();
    void lookUp.run(text);
  }

  return (
    <search>
      <form method="dialog" onSubmit={submit} className="flex gap-2">
        <label htmlFor={id} className="sr-only">
          {t("label")}
        </label>
        <div className="relative min-w-0 flex-1">
          <Search
            aria-hidden
            className="pointer-events-none absolute top-1/2 left-3.5 size-4 -translate-y-1/2 text-ink-faint"
          />
          <input
            ref={field}
            // biome-ignore lint/a11y/noAutofocus: searching is what these pages are for.
            autoFocus
            id={id}
            value={text}
            onChange={(event) => {
              setText(event.target.value);
              lookUp.forget();
            }}
            maxLength={256}
            autoComplete="off"
            spellCheck={false}
            placeholder={onlyMembers ? t("placeholderMembers") : t("placeholder")}
            className="h-11 w-full rounded-lg border border-line-strong/70 bg-surface pr-3 pl-10 text-section placeholder:text-ink-faint"
          />
        </div>
        <Button type="submit" look="primary" className="h-11! px-5" disabled={lookUp.pending}>
          {lookUp.pending ? t("looking") : t("find")}
        </Button>
      </form>
      <div aria-live="polite" className="empty:hidden">
        {lookUp.error !== null && (
          <div className="pt-3">
            <FormFault error={lookUp.error} />
          </div>
        )}
        {lookUp.results?.length === 0 && (
          <p className="flex items-start gap-2 pt-3 text-ink-soft">
            <SearchX aria-hidden className="mt-0.5 size-4 shrink-0" />
            {onlyMembers ? t("nothingMembers") : t("nothing")}
          </p>
        )}
        {lookUp.results !== null && lookUp.results.length > 0 && (
          <ul className="mt-3 divide-y divide-line rounded-lg border border-line bg-surface">
            {lookUp.results.map((hit) => (
              <li key={hitHref(hit)}>
                <PageLink href={hitHref(hit)} className="block px-4 py-2.5 hover:bg-raised">
                  <LookUpHit hit={hit} />
                </PageLink>
              </li>
            ))}
          </ul>
        )}
      </div>
    </search>
  );
}
