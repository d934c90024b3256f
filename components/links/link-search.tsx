"use client";

import { useMutation } from "@tanstack/react-query";
import { Search } from "lucide-react";
import { type FormEvent, useState } from "react";
import { useTranslations } from "use-intl";
import { useTRPCClient } from "#components/trpc";
import { Button } from "#components/ui/button";
import { FormFault } from "#components/ui/failed-state";
import { inputClass } from "#components/ui/field";
import { type LinkKind, linkKinds } from "#server/vocabulary/explore/links";
import { useGoTo } from "../shell/use-go-to.ts";
import { useEarlyText } from "../ui/use-early-text.ts";
import { linksHref } from "./link-href.ts";

/** Asks who shares a device, an address, an e-mail address or a phone number. A personal value never stands in the address. */
export function LinkSearch() {
  const t = useTranslations("links");
  const client = useTRPCClient();
  const goTo = useGoTo();
  const [kind, setKind] = useState<LinkKind>("device");
  const [text, setText] = useState("");
  const field = useEarlyText(setText);
  const contact = useMutation({
    mutationFn: (asked: { kind: "email" | "phone"; text: string }) => client.links.contact.query(asked),
    onSuccess: ({ value }, asked) => {
      if (value !== null) goTo(linksHref({ kind: asked.kind, value }));
    },
  });
  function submit(event: FormEvent) {
    event.preventDefault();
    const value = text.trim();
    if (value === "") return;
    if (kind === "email" || kind === "phone") contact.mutate({ kind, text: value });
    else goTo(linksHref({ kind, value }));
  }
  return (
    <form onSubmit={submit} className="mb-4">
      <div className="flex flex-wrap items-center gap-2">
        <select
          aria-label={t("kind")}
          value={kind}
          onChange={(event) => setKind(linkKinds.find((one) => one === event.target.value) ?? "device")}
          className={`${inputClass} w-auto!`}
        >
          {linkKinds.map((one) => (
            <option key={one} value={one}>
              {t(`kinds.${one}`)}
            </option>
          ))}
        </select>
        <input
          ref={field}
          // biome-ignore lint/a11y/noAutofocus: asking is what the page is for.
          autoFocus
          aria-label={t("value")}
          value={text}
          onChange={(event) => setText(event.target.value)}
          placeholder={t("whole")}
          autoComplete="off"
          className={`${inputClass} w-80! max-w-full`}
        />
        <Button type="submit" look="primary" disabled={text.trim() === "" || contact.isPending}>
          <Search aria-hidden className="size-3.5" />
          {t("search")}
        </Button>
      </div>
      <div className="mt-2 empty:hidden">
        {contact.isError && <FormFault error={contact.error} />}
        {contact.data?.value === null && (
          <p role="status" className="text-missed">
            {t("noContact")}
          </p>
        )}
      </div>
    </form>
  );
}
