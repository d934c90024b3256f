import { Scissors } from "lucide-react";
import { buttonClass } from "#components/ui/button";
import { EmptyState } from "#components/ui/empty-state";
import { PageLink } from "#components/ui/page-link";
import { serverTexts } from "../../components/preferences/server-texts.ts";

/** In place of a page whose address is longer than the console takes: it says nothing of what was asked, and asks nothing. */
export default async function AddressTooLong() {
  const t = await serverTexts();
  return (
    <main className="grid min-h-dvh place-content-center">
      <EmptyState page icon={Scissors} title={t("addressTooLong.title")} hint={t("addressTooLong.hint")}>
        <PageLink href="/events" className={buttonClass("primary")}>
          {t("addressTooLong.events")}
        </PageLink>
      </EmptyState>
    </main>
  );
}
