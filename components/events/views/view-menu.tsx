"use client";

import { Bookmark } from "lucide-react";
import { useTranslations } from "use-intl";
import { buttonClass } from "#components/ui/button";
import { LazyPart } from "#components/ui/lazy-part";
import { Popover } from "#components/ui/popover";
import { RowsLoading } from "#components/ui/skeleton";

/** Opens the saved views; their list is fetched when the page stands. */
export function ViewMenu() {
  const t = useTranslations("views");
  const common = useTranslations("common");
  return (
    <Popover
      label={t("title")}
      triggerClass={buttonClass()}
      side="end"
      className="w-[min(22rem,calc(100vw-2rem))]"
      trigger={
        <>
          <Bookmark aria-hidden className="size-3.5" />
          {t("title")}
        </>
      }
    >
      {(close) => (
        <LazyPart
          name="views-to-open"
          load={loadViews}
          failed={common("failed")}
          room={<RowsLoading label={common("loading")} rows={4} />}
          given={{ close }}
        />
      )}
    </Popover>
  );
}

function loadViews() {
  return import("./views-to-open.tsx").then((module) => module.ViewsToOpen);
}
