import { Scissors } from "lucide-react";
import Link from "next/link";
import { buttonClass } from "#components/ui/button";
import { EmptyState } from "#components/ui/empty-state";
import { serverTexts } from "../../components/preferences/server-texts.ts";

/** In place of a page whose address is longer than the console takes: it says nothing of what was asked, and asks nothing. */
export default async function AddressTooLong() {
  const t = await serverTexts();
  return (
    <main className="grid min-h-dvh place-content-center">
      <EmptyState page icon={Scissors} title={t("addressTooLong.title")} hint={t("addressTooLong.hint")}>
        <Link href="/events" prefetch={false} className={buttonClass("primary")}>
          {t("addressTooLong.events")}
        </Link>
      </EmptyState>
    </main>
  );
}
