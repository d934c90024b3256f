import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { NoPermission } from "#components/frame/no-permission";
import { SubscriberPage } from "#components/subscribers/subscriber-page";
import { HydrateClient, isMissing, requestQueryClient, trpc } from "#components/trpc-server";
import { currentActor } from "#server/trpc/current-actor";
import { serverTexts } from "../../../../components/preferences/server-texts.ts";

export async function generateMetadata({ params }: PageProps<"/subscribers/[id]">): Promise<Metadata> {
  const t = await serverTexts();
  const { id } = await params;
  return { title: `${id} · ${t("nav.subscribers")}` };
}

export default async function OneSubscriber({ params }: PageProps<"/subscribers/[id]">) {
  const me = await currentActor();
  if (!me?.permissions.includes("subscriber:see")) return <NoPermission page="subscribers" />;
  const { id } = await params;
  if (await isMissing(requestQueryClient().fetchQuery(trpc.subscribers.show.queryOptions({ id })))) notFound();
  return (
    <HydrateClient>
      <SubscriberPage id={id} />
    </HydrateClient>
  );
}
