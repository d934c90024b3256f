import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { ActionPage } from "#components/catalog/action-page";
import { NoPermission } from "#components/frame/no-permission";
import { HydrateClient, isMissing, requestQueryClient, trpc } from "#components/trpc-server";
import { currentActor } from "#server/trpc/current-actor";
import { requestPreferences } from "../../../../components/preferences/request-preferences.ts";
import { serverTexts } from "../../../../components/preferences/server-texts.ts";

export async function generateMetadata({ params }: PageProps<"/catalog/[action]">): Promise<Metadata> {
  const t = await serverTexts();
  const { action } = await params;
  return { title: `${action} · ${t("nav.catalog")}` };
}

export default async function OneAction({ params }: PageProps<"/catalog/[action]">) {
  const me = await currentActor();
  if (!me?.permissions.includes("event:show")) return <NoPermission page="catalog" />;
  const [{ action }, { zone }] = await Promise.all([params, requestPreferences()]);
  const client = requestQueryClient();
  if (await isMissing(client.fetchQuery(trpc.catalog.show.queryOptions({ action, zone })))) notFound();
  if (me.permissions.includes("subscriber:see"))
    await client.prefetchQuery(trpc.subscribers.listeners.queryOptions({}));
  return (
    <HydrateClient>
      <ActionPage key={action} action={action} />
    </HydrateClient>
  );
}
