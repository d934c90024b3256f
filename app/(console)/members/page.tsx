import type { Metadata } from "next";
import { NoPermission } from "#components/frame/no-permission";
import { MembersPage } from "#components/members/members-page";
import { HydrateClient, requestQueryClient, trpc } from "#components/trpc-server";
import { currentActor } from "#server/trpc/current-actor";
import { serverTexts } from "../../../components/preferences/server-texts.ts";

export async function generateMetadata(): Promise<Metadata> {
  const t = await serverTexts();
  return { title: t("nav.members") };
}

export default async function Members() {
  const me = await currentActor();
  if (!me?.permissions.includes("member:open")) return <NoPermission page="members" />;
  await requestQueryClient().prefetchQuery(trpc.members.recent.queryOptions({}));
  return (
    <HydrateClient>
      <MembersPage />
    </HydrateClient>
  );
}
