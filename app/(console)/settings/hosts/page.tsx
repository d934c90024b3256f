import type { Metadata } from "next";
import { NoPermission } from "#components/frame/no-permission";
import { HostsPage } from "#components/settings/hosts-page";
import { currentActor } from "#server/trpc/current-actor";
import { serverTexts } from "../../../../components/preferences/server-texts.ts";

export async function generateMetadata(): Promise<Metadata> {
  const t = await serverTexts();
  return { title: t("settings.hosts.title") };
}

export default async function Hosts() {
  const me = await currentActor();
  if (!me?.permissions.includes("setting:change")) return <NoPermission page="settings" />;
  return <HostsPage />;
}
