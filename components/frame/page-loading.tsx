"use client";

import { useTranslations } from "use-intl";
import { Bone, RowsLoading } from "#components/ui/skeleton";

/** The shape of a page with a head and a list, while the server answers. */
export function PageLoading() {
  const t = useTranslations("common");
  return (
    <div className="after-a-moment">
      <Bone className="mb-4 h-6 w-48" />
      <div className="rounded-lg border border-line bg-surface">
        <RowsLoading rows={10} label={t("loading")} />
      </div>
    </div>
  );
}
