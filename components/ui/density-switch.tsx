"use client";

import { Rows3, Rows4 } from "lucide-react";
import { useTranslations } from "use-intl";
import { usePreferences } from "#components/preferences/preferences-provider";
import { IconButton } from "#components/ui/button";

/** Rows of 40 or of 32 pixels. */
export function DensitySwitch() {
  const t = useTranslations("timeline");
  const { density, change } = usePreferences();
  const isCompact = density === "compact";
  return (
    <IconButton
      label={t(isCompact ? "roomy" : "compact")}
      onClick={() => change({ density: isCompact ? "comfortable" : "compact" })}
      className="size-7! pointer-coarse:hidden"
    >
      {isCompact ? <Rows3 aria-hidden className="size-3.5" /> : <Rows4 aria-hidden className="size-3.5" />}
    </IconButton>
  );
}
