import { Compass } from "lucide-react";
import Link from "next/link";
import { buttonClass } from "#components/ui/button";
import { EmptyState } from "#components/ui/empty-state";
import { serverTexts } from "../components/preferences/server-texts.ts";

export default async function NotFound() {
  const t = await serverTexts();
  return (
    <main className="grid min-h-dvh place-content-center">
      <EmptyState page icon={Compass} title={t("notFound.title")} hint={t("notFound.hint")}>
        <Link href="/" className={buttonClass("primary")}>
          {t("notFound.home")}
        </Link>
      </EmptyState>
    </main>
  );
}
