import type { Metadata } from "next";
import { DeadLettersPage } from "#components/dead-letters/dead-letters-page";
import { NoPermission } from "#components/frame/no-permission";
import { HydrateClient, requestQueryClient, trpc } from "#components/trpc-server";
import { currentActor } from "#server/trpc/current-actor";
import { serverTexts } from "../../../../components/preferences/server-texts.ts";

export async function generateMetadata(): Promise<Metadata> {
  const t = await serverTexts();
  return { title: t("deadLetters.title") };
}

export default async function DeadLetters() {
  const me = await currentActor();
  if (!me?.permissions.includes("publication:see")) return <NoPermission page="publication" />;
  await requestQueryClient().prefetchQuery(trpc.deadLetters.queues.queryOptions({}));
  return (
    <HydrateClient>
      <DeadLettersPage />
    </HydrateClient>
  );
}
