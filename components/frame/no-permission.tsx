import { Lock } from "lucide-react";
import Link from "next/link";
import { buttonClass } from "#components/ui/button";
import { EmptyState } from "#components/ui/empty-state";
import { serverTexts } from "../preferences/server-texts.ts";

/** In place of a page that the role may not open: which role may, and where to go instead. */
export async function NoPermission({
  page,
}: {
  page:
    | "members"
    | "events"
    | "event"
    | "records"
    | "publication"
    | "republish"
    | "subscribers"
    | "links"
    | "files"
    | "catalog"
    | "accessRecords"
    | "settings";
}) {
  const t = await serverTexts();
  return (
    <EmptyState page icon={Lock} title={t("noPermission.title")} hint={t(`noPermission.${page}`)}>
      <Link href="/" prefetch={false} className={buttonClass()}>
        {t("noPermission.home")}
      </Link>
    </EmptyState>
  );
}
