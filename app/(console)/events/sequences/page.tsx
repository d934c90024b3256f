import type { Metadata } from "next";
import { SequencesPage } from "#components/events/sequences/sequences-page";
import { NoPermission } from "#components/frame/no-permission";
import { currentActor } from "#server/trpc/current-actor";
import { serverTexts } from "../../../../components/preferences/server-texts.ts";

export async function generateMetadata(): Promise<Metadata> {
  const t = await serverTexts();
  return { title: t("sequences.title") };
}

export default async function Sequences() {
  const me = await currentActor();
  if (!me?.permissions.includes("event:search")) return <NoPermission page="events" />;
  return <SequencesPage />;
}
