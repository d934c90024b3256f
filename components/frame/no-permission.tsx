import { Lock } from "lucide-react";
import { buttonClass } from "#components/ui/button";
import { EmptyState } from "#components/ui/empty-state";
import { PageLink } from "#components/ui/page-link";
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
      <PageLink href="/" className={buttonClass()}>
        {t("noPermission.home")}
      </PageLink>
    </EmptyState>
  );
}
