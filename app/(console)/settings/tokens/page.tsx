import type { Metadata } from "next";
import { NoPermission } from "#components/frame/no-permission";
import { TokensPage } from "#components/settings/tokens-page";
import { HydrateClient, requestQueryClient, trpc } from "#components/trpc-server";
import { currentActor } from "#server/trpc/current-actor";
import { serverTexts } from "../../../../components/preferences/server-texts.ts";

export async function generateMetadata(): Promise<Metadata> {
  const t = await serverTexts();
  return { title: t("settings.tabs.tokens") };
}

export default async function Tokens() {
  const me = await currentActor();
  if (!me?.permissions.includes("staff:manage")) return <NoPermission page="settings" />;
  const queryClient = requestQueryClient();
  await Promise.all([
    queryClient.prefetchQuery(trpc.subscribers.tokens.queryOptions({})),
    queryClient.prefetchQuery(trpc.tokens.list.queryOptions({})),
  ]);
  return (
    <HydrateClient>
      <TokensPage />
    </HydrateClient>
  );
}
