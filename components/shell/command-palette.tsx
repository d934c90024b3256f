"use client";

import { Command } from "cmdk";
import { Clock, Keyboard, Languages, LoaderCircle, LogOut, Search } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useTranslations } from "use-intl";
import { LookUpHit } from "#components/look-up/look-up-hit";
import { useMay, useMe } from "#components/me-provider";
import { usePreferences } from "#components/preferences/preferences-provider";
import { themeIcons } from "#components/shell/preference-switches";
import { Dialog } from "#components/ui/dialog";
import { SignedOut } from "#components/ui/failed-state";
import { languageNames, nextLanguage } from "#server/vocabulary/languages";
import { zones } from "#server/vocabulary/time/time-zone";
import { hitHref } from "../look-up/hit-href.ts";
import { useLookUp } from "../look-up/use-look-up.ts";
import { themes } from "../preferences/preferences.ts";
import { readFault } from "../ui/read-fault.ts";
import { destinations } from "./destinations.ts";
import { useSignOut } from "./use-sign-out.ts";

/** Looks up what is typed, on Enter, since every look-up is recorded; and runs commands. */
export function CommandPalette(props: {
  open: boolean;
  onClose: () => void;
  onGo: (href: string) => void;
  onHelp: () => void;
}) {
  const { open, onClose, onGo, onHelp } = props;
  const t = useTranslations("palette");
  const looksUp = useMay("member:look-up");
  const searchesEvents = useMay("event:search");
  const [text, setText] = useState("");
  const go = (href: string) => {
    onClose();
    onGo(href);
  };
  const lookUp = useLookUp(go);

  return (
    <Dialog open={open} onClose={onClose} label={t("title")} shape="palette">
      <Command label={t("title")} loop className="flex max-h-[70dvh] flex-col">
        <div className="flex items-center gap-2 border-b border-line px-3">
          <Search aria-hidden className="size-4 shrink-0 text-ink-faint" />
          <Command.Input
            data-first-focus
            value={text}
            onValueChange={(typed) => {
              setText(typed);
              lookUp.forget();
            }}
            placeholder={t(searchesEvents ? "placeholder" : looksUp ? "placeholderMembers" : "placeholderCommands")}
            className="h-12 w-full bg-transparent text-section outline-none placeholder:text-ink-faint"
          />
          {lookUp.pending && <LoaderCircle aria-hidden className="pulse size-4 text-ink-faint" />}
        </div>
        <Command.List className="overflow-y-auto p-1.5">
          {looksUp && text.trim() !== "" && (
            <Command.Group forceMount heading={t("lookUp")}>
              {lookUp.results === null ? (
                <Row value={`look-up ${text}`} onSelect={() => lookUp.run(text)} always>
                  <Search aria-hidden className="size-4 text-ink-soft" />
                  <span className="truncate">{t("find", { text: text.trim() })}</span>
                </Row>
              ) : (
                lookUp.results.map((hit) => (
                  <Row key={hitHref(hit)} value={hitHref(hit)} onSelect={() => go(hitHref(hit))} always>
                    <LookUpHit hit={hit} />
                  </Row>
                ))
              )}
              <p role="status" className="px-3 py-1.5 text-ink-soft empty:hidden">
                {lookUp.error !== null && <LookUpFault error={lookUp.error} />}
                {lookUp.results?.length === 0 ? t(searchesEvents ? "nothing" : "nothingMembers") : null}
              </p>
            </Command.Group>
          )}
          <Commands go={go} onClose={onClose} onHelp={onHelp} />
          {!looksUp && <Command.Empty className="px-3 py-6 text-center text-ink-soft">{t("noCommand")}</Command.Empty>}
        </Command.List>
      </Command>
    </Dialog>
  );
}

/** Why a look-up found nothing out: each kind of failure has another way on. */
function LookUpFault({ error }: { error: unknown }) {
  const t = useTranslations("palette");
  const failed = useTranslations("failed");
  const { kind, sentence } = readFault(error);
  if (kind === "signedOut") return <SignedOut />;
  return sentence ?? (kind === "unreachable" ? t("failed") : failed(kind));
}

function Commands({ go, onClose, onHelp }: { go: (href: string) => void; onClose: () => void; onHelp: () => void }) {
  const t = useTranslations("palette");
  const nav = useTranslations("nav");
  const named = useTranslations("preferences");
  const shell = useTranslations("shell");
  const me = useMe();
  const { locale, zone, theme, change } = usePreferences();
  const signOut = useSignOut();
  const then = (act: () => void) => () => {
    act();
    onClose();
  };
  return (
    <>
      <Command.Group heading={t("goTo")}>
        {destinations
          .filter(({ needs }) => me.permissions.includes(needs))
          .map(({ name, href, icon: Icon }) => (
            <Row key={name} value={`${nav(name)} ${name}`} onSelect={() => go(href)}>
              <Icon aria-hidden className="size-4 text-ink-soft" />
              {nav(name)}
            </Row>
          ))}
      </Command.Group>
      <Command.Group heading={t("change")}>
        <Row value="language English 한국어 언어" onSelect={then(() => change({ locale: nextLanguage(locale) }))}>
          <Languages aria-hidden className="size-4 text-ink-soft" />
          {languageNames[nextLanguage(locale)].name}
        </Row>
        {themes
          .filter((choice) => choice !== theme)
          .map((choice) => {
            const Icon = themeIcons[choice];
            return (
              <Row
                key={choice}
                value={`theme ${choice} ${named(`themes.${choice}`)}`}
                onSelect={then(() => change({ theme: choice }))}
              >
                <Icon aria-hidden className="size-4 text-ink-soft" />
                {named("theme")}: {named(`themes.${choice}`)}
              </Row>
            );
          })}
        {zones
          .filter((choice) => choice !== zone)
          .map((choice) => (
            <Row
              key={choice}
              value={`zone ${choice} ${named(`zones.${choice}`)}`}
              onSelect={then(() => change({ zone: choice }))}
            >
              <Clock aria-hidden className="size-4 text-ink-soft" />
              {named("zone")}: {named(`zones.${choice}`)}
            </Row>
          ))}
        <Row value={`help keyboard ${shell("help")}`} onSelect={onHelp}>
          <Keyboard aria-hidden className="size-4 text-ink-soft" />
          {shell("help")}
        </Row>
        <Row value={`sign out ${shell("signOut")}`} onSelect={signOut}>
          <LogOut aria-hidden className="size-4 text-ink-soft" />
          {shell("signOut")}
        </Row>
      </Command.Group>
    </>
  );
}

function Row(props: { value: string; onSelect: () => void; always?: boolean; children: ReactNode }) {
  const { value, onSelect, always = false, children } = props;
  return (
    <Command.Item
      value={value}
      onSelect={onSelect}
      forceMount={always}
      className="flex min-h-9 cursor-pointer items-center gap-2.5 rounded-md px-3 py-1.5"
    >
      {children}
    </Command.Item>
  );
}
