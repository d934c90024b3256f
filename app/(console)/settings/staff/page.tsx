import type { Metadata } from "next";
import { NoPermission } from "#components/frame/no-permission";
import { StaffPage } from "#components/settings/staff-page";
import { HydrateClient, requestQueryClient, trpc } from "#components/trpc-server";
import { currentActor } from "#server/trpc/current-actor";
import { serverTexts } from "../../../../components/preferences/server-texts.ts";

export async function generateMetadata(): Promise<Metadata> {
  const t = await serverTexts();
  return { title: t("settings.staff.title") };
}

export default async function Staff() {
  const me = await currentActor();
  if (!me?.permissions.includes("staff:manage")) return <NoPermission page="settings" />;
  await requestQueryClient().prefetchQuery(trpc.staff.accounts.queryOptions({}));
  return (
    <HydrateClient>
      <StaffPage />
    </HydrateClient>
  );
}
