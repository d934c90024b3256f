import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { NoPermission } from "#components/frame/no-permission";
import { RecordViewPage } from "#components/records/record-view-page";
import { HydrateClient, requestCaller, requestQueryClient, trpc } from "#components/trpc-server";
import { currentActor } from "#server/trpc/current-actor";
import { firstPage, PAGE_SIZE } from "../../../../components/events/list/event-pages.ts";
import { requestPreferences } from "../../../../components/preferences/request-preferences.ts";
import { serverTexts } from "../../../../components/preferences/server-texts.ts";
import { nextRecordsOf, recordsKey, recordsRequest } from "../../../../components/records/record-pages.ts";
import { readRecordParams } from "../../../../components/records/record-params.ts";
import { urlParamsOf } from "../../url-params.ts";

/** The view's own name, once somebody is there who may know it. */
export async function generateMetadata({ params }: PageProps<"/records/[view]">): Promise<Metadata> {
  const [t, { locale }, me] = await Promise.all([serverTexts(), requestPreferences(), currentActor()]);
  const view = me?.permissions.includes("event:search") ? await findView((await params).view) : undefined;
  return { title: view?.label[locale] ?? t("nav.records") };
}

export default async function RecordsOfView({ params, searchParams }: PageProps<"/records/[view]">) {
  const me = await currentActor();
  if (!me?.permissions.includes("event:search")) return <NoPermission page="records" />;
  const view = await findView((await params).view);
  if (view === undefined) notFound();
  const { asked, faults } = readRecordParams(urlParamsOf(await searchParams), { view, ofOneMember: false });
  const input = { view: view.name, ...asked };
  if (faults.length === 0) {
    await requestQueryClient().prefetchInfiniteQuery({
      queryKey: recordsKey(input),
      queryFn: () => requestCaller().records.read(recordsRequest(input, { limit: PAGE_SIZE })),
      initialPageParam: firstPage(),
      getNextPageParam: nextRecordsOf,
    });
  }
  return (
    <HydrateClient>
      <RecordViewPage name={view.name} />
    </HydrateClient>
  );
}

async function findView(name: string) {
  const views = await requestQueryClient().fetchQuery(trpc.records.views.queryOptions({}));
  return views.find((view) => view.name === name);
}
