import type { Metadata } from "next";
import { FilesPage } from "#components/files/files-page";
import { NoPermission } from "#components/frame/no-permission";
import { currentActor } from "#server/trpc/current-actor";
import { serverTexts } from "../../../components/preferences/server-texts.ts";

export async function generateMetadata(): Promise<Metadata> {
  const t = await serverTexts();
  return { title: t("nav.files") };
}

export default async function Files() {
  const me = await currentActor();
  if (!me?.permissions.includes("file:see")) return <NoPermission page="files" />;
  return <FilesPage />;
}
