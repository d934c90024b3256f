import type { Metadata } from "next";
import { NoPermission } from "#components/frame/no-permission";
import { PublicationPage } from "#components/publication/publication-page";
import { HydrateClient, requestQueryClient, trpc } from "#components/trpc-server";
import { currentActor } from "#server/trpc/current-actor";
import { serverTexts } from "../../../components/preferences/server-texts.ts";

export async function generateMetadata(): Promise<Metadata> {
  const t = await serverTexts();
  return { title: t("nav.publication") };
}

export default async function Publication() {
  const me = await currentActor();
  if (!me?.permissions.includes("publication:see")) return <NoPermission page="publication" />;
  await requestQueryClient().prefetchQuery(trpc.publication.status.queryOptions({}));
  return (
    <HydrateClient>
      <PublicationPage />
    </HydrateClient>
  );
}
