import type { Metadata } from "next";
import { CatalogPage } from "#components/catalog/catalog-page";
import { NoPermission } from "#components/frame/no-permission";
import { HydrateClient, requestQueryClient, trpc } from "#components/trpc-server";
import { currentActor } from "#server/trpc/current-actor";
import { requestPreferences } from "../../../components/preferences/request-preferences.ts";
import { serverTexts } from "../../../components/preferences/server-texts.ts";

export async function generateMetadata(): Promise<Metadata> {
  const t = await serverTexts();
  return { title: t("nav.catalog") };
}

export default async function Catalog() {
  const me = await currentActor();
  if (!me?.permissions.includes("event:show")) return <NoPermission page="catalog" />;
  const { zone } = await requestPreferences();
  const client = requestQueryClient();
  await Promise.all([
    client.prefetchQuery(trpc.catalog.actions.queryOptions({})),
    client.prefetchQuery(trpc.catalog.volumes.queryOptions({ zone })),
    me.permissions.includes("subscriber:see") && client.prefetchQuery(trpc.subscribers.listeners.queryOptions({})),
  ]);
  return (
    <HydrateClient>
      <CatalogPage />
    </HydrateClient>
  );
}
