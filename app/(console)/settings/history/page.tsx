import type { Metadata } from "next";
import { NoPermission } from "#components/frame/no-permission";
import { HistoryPage } from "#components/settings/history-page";
import { HydrateClient, requestQueryClient, trpc } from "#components/trpc-server";
import { currentActor } from "#server/trpc/current-actor";
import { serverTexts } from "../../../../components/preferences/server-texts.ts";

export async function generateMetadata(): Promise<Metadata> {
  const t = await serverTexts();
  return { title: t("settings.history.title") };
}

/** As the page asks for it in the browser. */
const firstPage = { getNextPageParam: () => undefined };

export default async function SettingHistory() {
  const me = await currentActor();
  if (!me?.permissions.includes("setting:see")) return <NoPermission page="settings" />;
  await requestQueryClient().prefetchInfiniteQuery(trpc.settings.history.infiniteQueryOptions({}, firstPage));
  return (
    <HydrateClient>
      <HistoryPage />
    </HydrateClient>
  );
}
