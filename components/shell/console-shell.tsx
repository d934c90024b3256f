"use client";

import { X } from "lucide-react";
import { usePathname } from "next/navigation";
import { type ReactNode, useEffect, useState } from "react";
import { useTranslations } from "use-intl";
import { useMe } from "#components/me-provider";
import { StopBanner } from "#components/publication/stop-banner";
import { LazyPalette } from "#components/shell/lazy-palette";
import { LazyProofDialog } from "#components/shell/lazy-proof-dialog";
import { Rail } from "#components/shell/rail";
import { TopBar } from "#components/shell/top-bar";
import { IconButton } from "#components/ui/button";
import { Dialog } from "#components/ui/dialog";
import { LazyDialog } from "#components/ui/lazy-dialog";
import { useShortcuts } from "../ui/keys/use-shortcuts.ts";
import { destinations } from "./destinations.ts";
import { useGoTo } from "./use-go-to.ts";
import { useKeepAlive } from "./use-keep-alive.ts";

/** The frame of every page: top bar, rail, content, and the dialogs that any key can open. */
export function ConsoleShell({ children }: { children: ReactNode }) {
  const t = useTranslations("shell");
  const keyboard = useTranslations("keyboard");
  const pathname = usePathname();
  const [open, setOpen] = useState<"palette" | "help" | "menu" | null>(null);
  const close = () => setOpen(null);
  const goTo = useGoTo();
  useKeepAlive();

  const { permissions } = useMe();
  const going = destinations.flatMap(({ key, href, needs }) =>
    key !== undefined && permissions.includes(needs) ? [[`g ${key}`, () => goTo(href)] as const] : [],
  );
  useShortcuts({ "/": () => setOpen("palette"), "?": () => setOpen("help"), ...Object.fromEntries(going) });
  useEffect(() => {
    function onKeyDown(event: KeyboardEvent) {
      if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      setOpen("palette");
    }
    addEventListener("keydown", onKeyDown);
    return () => removeEventListener("keydown", onKeyDown);
  }, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a page that was gone to closes the sheet it was chosen in.
  useEffect(() => setOpen(null), [pathname]);

  return (
    <div className="flex min-h-dvh flex-col">
      <a
        href="#content"
        className="sr-only z-50 rounded-md bg-accent px-3 py-2 text-on-accent focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
      >
        {t("skip")}
      </a>
      <TopBar onSearch={() => setOpen("palette")} onMenu={() => setOpen("menu")} onHelp={() => setOpen("help")} />
      <div className="flex flex-1">
        <aside className="sticky top-12 hidden h-[calc(100dvh-3rem)] w-14 shrink-0 overflow-y-auto border-r border-line bg-canvas px-2 py-3 sm:block rail:w-56">
          <Rail />
        </aside>
        <div className="min-w-0 flex-1">
          <StopBanner />
          <main id="content" tabIndex={-1} className="px-4 py-5 outline-none sm:px-6">
            {children}
          </main>
        </div>
      </div>
      <Dialog open={open === "menu"} onClose={close} label={t("menu")} shape="sheet">
        <div className="p-3">
          <div className="flex items-center justify-between pb-3 pl-2">
            <p className="text-section font-semibold">Memberscope</p>
            <IconButton label={t("closeMenu")} onClick={close}>
              <X aria-hidden className="size-4" />
            </IconButton>
          </div>
          <Rail wide />
        </div>
      </Dialog>
      <LazyPalette open={open === "palette"} onClose={close} onGo={goTo} onHelp={() => setOpen("help")} />
      <LazyProofDialog />
      <LazyDialog
        open={open === "help"}
        onClose={close}
        title={keyboard("title")}
        name="keyboard-help"
        load={loadHelp}
        given={{}}
      />
    </div>
  );
}

function loadHelp() {
  return import("./keyboard-help.tsx").then((module) => module.KeyboardHelp);
}
