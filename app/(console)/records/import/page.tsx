import type { Metadata } from "next";
import { NoPermission } from "#components/frame/no-permission";
import { ImportPage } from "#components/records/import/import-page";
import { currentActor } from "#server/trpc/current-actor";
import { serverTexts } from "../../../../components/preferences/server-texts.ts";

export async function generateMetadata(): Promise<Metadata> {
  const t = await serverTexts();
  return { title: t("importPage.title") };
}

export default async function Import() {
  const me = await currentActor();
  if (!me?.permissions.includes("catalog:push")) return <NoPermission page="records" />;
  return <ImportPage />;
}
