import type { Metadata } from "next";
import { NoPermission } from "#components/frame/no-permission";
import { ThresholdsPage } from "#components/settings/thresholds-page";
import { HydrateClient, requestQueryClient, trpc } from "#components/trpc-server";
import { currentActor } from "#server/trpc/current-actor";
import { serverTexts } from "../../../../components/preferences/server-texts.ts";

export async function generateMetadata(): Promise<Metadata> {
  const t = await serverTexts();
  return { title: t("settings.thresholds.title") };
}

export default async function Thresholds() {
  const me = await currentActor();
  if (!me?.permissions.includes("setting:see")) return <NoPermission page="settings" />;
  await requestQueryClient().prefetchQuery(trpc.settings.thresholds.queryOptions({}));
  return (
    <HydrateClient>
      <ThresholdsPage />
    </HydrateClient>
  );
}
