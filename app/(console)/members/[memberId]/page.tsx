import type { Metadata } from "next";
import { NoPermission } from "#components/frame/no-permission";
import { MemberPage } from "#components/members/member-page";
import { HydrateClient, requestCaller, requestQueryClient, trpc } from "#components/trpc-server";
import { currentActor } from "#server/trpc/current-actor";
import { conditionsFromParams } from "#server/vocabulary/address/read-conditions";
import {
  firstPage,
  nextCursorOf,
  PAGE_SIZE,
  TIMELINE_PARAMS,
  timelineKey,
} from "../../../../components/events/list/event-pages.ts";
import { readBeside } from "../../../../components/members/beside.ts";
import { readMemberTab } from "../../../../components/members/member-tab.ts";
import { readStateAt } from "../../../../components/members/state/read-state-at.ts";
import { requestPreferences } from "../../../../components/preferences/request-preferences.ts";
import { serverTexts } from "../../../../components/preferences/server-texts.ts";
import { nextRecordsOf, recordsKey, recordsRequest, viewOf } from "../../../../components/records/record-pages.ts";
import { readRecordParams } from "../../../../components/records/record-params.ts";
import { urlParamsOf } from "../../url-params.ts";

/** The title names no member: browsers keep titles in their history. */
export async function generateMetadata(): Promise<Metadata> {
  const t = await serverTexts();
  return { title: t("member.title") };
}

export default async function Member({ params, searchParams }: PageProps<"/members/[memberId]">) {
  const me = await currentActor();
  if (!me?.permissions.includes("member:open")) return <NoPermission page="members" />;
  const memberId = decodeURIComponent((await params).memberId);
  const asked = urlParamsOf(await searchParams);
  const { zone } = await requestPreferences();
  await Promise.all([
    requestQueryClient().prefetchQuery(trpc.members.profile.queryOptions({ memberId, zone })),
    prefetchTab({ memberId, asked, mayErase: me.permissions.includes("member:erase") }),
  ]);
  return (
    <HydrateClient>
      <MemberPage memberId={memberId} />
    </HydrateClient>
  );
}

type AskedPart = { memberId: string; asked: URLSearchParams; mayErase: boolean };

/** Reads only what the shown part needs: every reading is recorded as a look. */
async function prefetchTab({ memberId, asked, mayErase }: AskedPart): Promise<void> {
  const client = requestQueryClient();
  const part = readMemberTab(asked, mayErase);
  if (part.faults.length > 0) return;
  switch (part.tab) {
    case "timeline": {
      const { conditions, faults } = conditionsFromParams(asked, TIMELINE_PARAMS);
      const beside = readBeside(asked, memberId);
      if (faults.length + beside.faults.length > 0) return;
      const input = { memberId, beside: beside.ids, conditions };
      return client.prefetchInfiniteQuery({
        queryKey: timelineKey(input),
        queryFn: () => requestCaller().members.timeline({ ...input, limit: PAGE_SIZE }),
        initialPageParam: firstPage(),
        getNextPageParam: nextCursorOf,
      });
    }
    case "records":
      return prefetchRecords(memberId, asked);
    case "state": {
      const { at, faults } = readStateAt(asked);
      if (faults.length > 0) return;
      return client.prefetchQuery(trpc.members.stateAt.queryOptions({ memberId, ...(at !== null && { at }) }));
    }
  }
}

async function prefetchRecords(memberId: string, asked: URLSearchParams): Promise<void> {
  const client = requestQueryClient();
  const views = trpc.records.views.queryOptions({});
  await client.prefetchQuery(views);
  const { view, faults } = viewOf(client.getQueryData(views.queryKey) ?? [], asked);
  if (view === undefined || faults.length > 0) return;
  const read = readRecordParams(asked, { view, ofOneMember: true });
  if (read.faults.length > 0) return;
  const input = { view: view.name, ...read.asked, memberId };
  await client.prefetchInfiniteQuery({
    queryKey: recordsKey(input),
    queryFn: () => requestCaller().records.read(recordsRequest(input, { limit: PAGE_SIZE })),
    initialPageParam: firstPage(),
    getNextPageParam: nextRecordsOf,
  });
}
