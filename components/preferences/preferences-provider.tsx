"use client";

import { useRouter } from "next/navigation";
import { createContext, type ReactNode, startTransition, useContext, useEffect, useMemo, useState } from "react";
import { IntlProvider } from "use-intl";
import type { Messages } from "./messages.ts";
import { cookieNames, type Preferences } from "./preferences.ts";

type PreferencesInUse = Preferences & {
  /** Keeps the choice for a year and shows it at once. */
  change: (change: Partial<Preferences>) => void;
};

const PreferencesContext = createContext<PreferencesInUse | null>(null);
const NowContext = createContext<Date>(new Date(0));

/** Ages are shown in minutes or coarser steps of seconds, so this often is enough. */
const CLOCK_STEP_MS = 10_000;
const ONE_YEAR_S = 365 * 24 * 60 * 60;

/** Language, theme, zone and the clock for everything below. The first clock time is the server's, so that both render the same. */
export function PreferencesProvider(props: {
  preferences: Preferences;
  messages: Messages;
  now: string;
  children: ReactNode;
}) {
  const { preferences, messages, children } = props;
  const router = useRouter();
  const [theme, setTheme] = useState(preferences.theme);
  const [density, setDensity] = useState(preferences.density);
  const [columns, setColumns] = useState(preferences.columns);
  const value = useMemo(() => {
    function change(next: Partial<Preferences>) {
      for (const [name, chosen] of Object.entries(next)) {
        keep(name, typeof chosen === "string" ? chosen : chosen.join("."));
      }
      if (next.theme !== undefined) {
        setTheme(next.theme);
        document.documentElement.dataset.theme = next.theme;
      }
      if (next.density !== undefined) {
        setDensity(next.density);
        document.documentElement.dataset.density = next.density;
      }
      if (next.columns !== undefined) setColumns(next.columns);
      if (next.locale !== undefined || next.zone !== undefined) router.refresh();
    }
    return { ...preferences, theme, density, columns, change };
  }, [preferences, theme, density, columns, router]);

  return (
    <PreferencesContext value={value}>
      <IntlProvider locale={preferences.locale} messages={messages} timeZone={preferences.zone}>
        <Clock start={props.now}>{children}</Clock>
      </IntlProvider>
    </PreferencesContext>
  );
}

function Clock({ start, children }: { start: string; children: ReactNode }) {
  const [now, setNow] = useState(() => new Date(start));
  useEffect(() => {
    // As a transition: a clock that moves while a page still streams in must not make React render it a second time.
    const tick = () => startTransition(() => setNow(new Date()));
    const timer = setInterval(tick, CLOCK_STEP_MS);
    tick();
    return () => clearInterval(timer);
  }, []);
  return <NowContext value={now}>{children}</NowContext>;
}

function keep(name: string, value: string) {
  const cookie = Object.entries(cookieNames).find(([preference]) => preference === name)?.[1];
  if (cookie === undefined) return;
  const secure = location.protocol === "https:" ? "; Secure" : "";
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing in browsers that staff use.
  document.cookie = `${cookie}=${encodeURIComponent(value)}; Path=/; Max-Age=${ONE_YEAR_S}; SameSite=Lax${secure}`;
}

export function usePreferences(): PreferencesInUse {
  const preferences = useContext(PreferencesContext);
  if (preferences === null) throw new Error("usePreferences needs a PreferencesProvider above it.");
  return preferences;
}

/** The present moment, moving on every few seconds. */
export function useMoment(): Date {
  return useContext(NowContext);
}
