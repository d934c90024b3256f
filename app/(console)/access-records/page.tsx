import type { Metadata } from "next";
import { AccessRecordsPage } from "#components/access-records/access-records-page";
import { NoPermission } from "#components/frame/no-permission";
import { HydrateClient, requestCaller, requestQueryClient, trpc } from "#components/trpc-server";
import { currentActor } from "#server/trpc/current-actor";
import {
  accessKey,
  accessRequest,
  nextAccessOf,
  readAccessParams,
} from "../../../components/access-records/access-pages.ts";
import { firstPage } from "../../../components/events/list/event-pages.ts";
import { serverTexts } from "../../../components/preferences/server-texts.ts";
import { urlParamsOf } from "../url-params.ts";

export async function generateMetadata(): Promise<Metadata> {
  const t = await serverTexts();
  return { title: t("nav.accessRecords") };
}

export default async function AccessRecords({ searchParams }: PageProps<"/access-records">) {
  const me = await currentActor();
  if (!me?.permissions.includes("access-record:see")) return <NoPermission page="accessRecords" />;
  const { asked, faults } = readAccessParams(urlParamsOf(await searchParams));
  await Promise.all([
    requestQueryClient().prefetchQuery(trpc.records.views.queryOptions({})),
    faults.length === 0 &&
      requestQueryClient().prefetchInfiniteQuery({
        queryKey: accessKey(asked),
        queryFn: () => requestCaller().accessRecords.list(accessRequest(asked, undefined)),
        initialPageParam: firstPage(),
        getNextPageParam: nextAccessOf,
      }),
  ]);
  return (
    <HydrateClient>
      <AccessRecordsPage />
    </HydrateClient>
  );
}
