import type { Metadata } from "next";
import { NoPermission } from "#components/frame/no-permission";
import { LinksPage } from "#components/links/links-page";
import { currentActor } from "#server/trpc/current-actor";
import { serverTexts } from "../../../components/preferences/server-texts.ts";

export async function generateMetadata(): Promise<Metadata> {
  const t = await serverTexts();
  return { title: t("nav.links") };
}

export default async function Links() {
  const me = await currentActor();
  if (!me?.permissions.includes("event:search")) return <NoPermission page="links" />;
  return <LinksPage />;
}
