"use client";

import { Columns3 } from "lucide-react";
import { useTranslations } from "use-intl";
import { usePreferences } from "#components/preferences/preferences-provider";
import { Button, buttonClass } from "#components/ui/button";
import { DensitySwitch } from "#components/ui/density-switch";
import { Popover } from "#components/ui/popover";
import { type EventColumn, eventColumns, usualColumns } from "../../preferences/preferences.ts";

/** Which columns a list of events has and how high its rows are, kept for whoever chose it. On narrow screens a row has no columns. */
export function TableSettings() {
  const t = useTranslations("events");
  const { columns, change } = usePreferences();
  const toggle = (column: EventColumn) => {
    const isShown = columns.includes(column);
    // In their own order, however they were chosen.
    change({ columns: eventColumns.filter((one) => (one === column ? !isShown : columns.includes(one))) });
  };
  return (
    <div className="flex items-center justify-end gap-1 border-b border-line px-2 py-1 max-sm:hidden">
      <Popover
        label={t("chooseColumns")}
        side="end"
        triggerClass={buttonClass("ghost", "small")}
        trigger={
          <>
            <Columns3 aria-hidden className="size-3.5" />
            {t("chooseColumns")}
          </>
        }
      >
        {() => (
          <fieldset className="grid p-1">
            <legend className="sr-only">{t("chooseColumns")}</legend>
            {eventColumns.map((column) => (
              <label
                key={column}
                className="flex min-h-8 cursor-pointer items-center gap-2 rounded-md px-2 hover:bg-raised"
              >
                <input
                  type="checkbox"
                  checked={columns.includes(column)}
                  onChange={() => toggle(column)}
                  className="size-3.5 accent-accent"
                />
                {t(`columns.${column}`)}
              </label>
            ))}
            <Button look="ghost" size="small" className="mt-1" onClick={() => change({ columns: usualColumns })}>
              {t("usualColumns")}
            </Button>
          </fieldset>
        )}
      </Popover>
      <DensitySwitch />
    </div>
  );
}
