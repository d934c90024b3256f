import type { Metadata } from "next";
import { NoPermission } from "#components/frame/no-permission";
import { SubscribersPage } from "#components/subscribers/subscribers-page";
import { HydrateClient, requestQueryClient, trpc } from "#components/trpc-server";
import { currentActor } from "#server/trpc/current-actor";
import { serverTexts } from "../../../components/preferences/server-texts.ts";

export async function generateMetadata(): Promise<Metadata> {
  const t = await serverTexts();
  return { title: t("nav.subscribers") };
}

export default async function Subscribers() {
  const me = await currentActor();
  if (!me?.permissions.includes("subscriber:see")) return <NoPermission page="subscribers" />;
  await requestQueryClient().prefetchQuery(trpc.subscribers.list.queryOptions({}));
  return (
    <HydrateClient>
      <SubscribersPage />
    </HydrateClient>
  );
}
