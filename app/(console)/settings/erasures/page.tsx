import type { Metadata } from "next";
import { ErasuresPage } from "#components/erasures/erasures-page";
import { NoPermission } from "#components/frame/no-permission";
import { currentActor } from "#server/trpc/current-actor";
import { serverTexts } from "../../../../components/preferences/server-texts.ts";

export async function generateMetadata(): Promise<Metadata> {
  const t = await serverTexts();
  return { title: t("erasure.list.title") };
}

export default async function Erasures() {
  const me = await currentActor();
  if (!me?.permissions.includes("member:erase")) return <NoPermission page="settings" />;
  return <ErasuresPage />;
}
