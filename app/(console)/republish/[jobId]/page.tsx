import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { NoPermission } from "#components/frame/no-permission";
import { JobPage } from "#components/republish/job/job-page";
import { HydrateClient, isMissing, requestQueryClient, trpc } from "#components/trpc-server";
import { currentActor } from "#server/trpc/current-actor";
import { serverTexts } from "../../../../components/preferences/server-texts.ts";

export async function generateMetadata(): Promise<Metadata> {
  const t = await serverTexts();
  return { title: t("nav.republish") };
}

export default async function Job({ params }: PageProps<"/republish/[jobId]">) {
  const me = await currentActor();
  if (!me?.permissions.includes("republish:see")) return <NoPermission page="republish" />;
  const { jobId } = await params;
  if (await isMissing(requestQueryClient().fetchQuery(trpc.republish.show.queryOptions({ jobId })))) notFound();
  return (
    <HydrateClient>
      <JobPage jobId={jobId} />
    </HydrateClient>
  );
}
