import type { Metadata } from "next";
import { NoPermission } from "#components/frame/no-permission";
import { NewJobPage } from "#components/republish/plan/new-job-page";
import { currentActor } from "#server/trpc/current-actor";
import { serverTexts } from "../../../../components/preferences/server-texts.ts";

export async function generateMetadata(): Promise<Metadata> {
  const t = await serverTexts();
  return { title: t("newJob.title") };
}

export default async function NewJob() {
  const me = await currentActor();
  if (!me?.permissions.includes("republish:send")) return <NoPermission page="republish" />;
  return <NewJobPage />;
}
