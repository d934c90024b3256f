import type { Metadata } from "next";
import { NoPermission } from "#components/frame/no-permission";
import { RecordsPage } from "#components/records/records-page";
import { HydrateClient, requestQueryClient, trpc } from "#components/trpc-server";
import { currentActor } from "#server/trpc/current-actor";
import { serverTexts } from "../../../components/preferences/server-texts.ts";

export async function generateMetadata(): Promise<Metadata> {
  const t = await serverTexts();
  return { title: t("nav.records") };
}

export default async function Records() {
  const me = await currentActor();
  if (!me?.permissions.includes("event:search")) return <NoPermission page="records" />;
  await requestQueryClient().prefetchQuery(trpc.records.views.queryOptions({}));
  return (
    <HydrateClient>
      <RecordsPage />
    </HydrateClient>
  );
}
