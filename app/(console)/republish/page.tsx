import type { Metadata } from "next";
import { NoPermission } from "#components/frame/no-permission";
import { JobsPage } from "#components/republish/jobs-page";
import { HydrateClient, requestCaller, requestQueryClient } from "#components/trpc-server";
import { currentActor } from "#server/trpc/current-actor";
import { serverTexts } from "../../../components/preferences/server-texts.ts";
import { firstPage, jobsKey, nextPageOf } from "../../../components/republish/job/job-pages.ts";

export async function generateMetadata(): Promise<Metadata> {
  const t = await serverTexts();
  return { title: t("nav.republish") };
}

export default async function Republish() {
  const me = await currentActor();
  if (!me?.permissions.includes("republish:see")) return <NoPermission page="republish" />;
  await requestQueryClient().prefetchInfiniteQuery({
    queryKey: jobsKey,
    queryFn: () => requestCaller().republish.list({}),
    initialPageParam: firstPage(),
    getNextPageParam: nextPageOf,
  });
  return (
    <HydrateClient>
      <JobsPage />
    </HydrateClient>
  );
}
