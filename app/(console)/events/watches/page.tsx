import type { Metadata } from "next";
import { WatchesPage } from "#components/events/watches/watches-page";
import { NoPermission } from "#components/frame/no-permission";
import { currentActor } from "#server/trpc/current-actor";
import { serverTexts } from "../../../../components/preferences/server-texts.ts";

export async function generateMetadata(): Promise<Metadata> {
  const t = await serverTexts();
  return { title: t("watches.title") };
}

export default async function Watches() {
  const me = await currentActor();
  if (!me?.permissions.includes("event:search")) return <NoPermission page="events" />;
  return <WatchesPage />;
}
