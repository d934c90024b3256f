import { Compass } from "lucide-react";
import { buttonClass } from "#components/ui/button";
import { EmptyState } from "#components/ui/empty-state";
import { serverTexts } from "../preferences/server-texts.ts";

/** In place of a page, event or job that does not exist. */
export async function NotFoundNotice() {
  const t = await serverTexts();
  return (
    <EmptyState page icon={Compass} title={t("notFound.title")} hint={t("notFound.hint")}>
      {/* No Link: every page would load it for this one. */}
      <a href="/" className={buttonClass("primary")}>
        {t("notFound.home")}
      </a>
    </EmptyState>
  );
}
