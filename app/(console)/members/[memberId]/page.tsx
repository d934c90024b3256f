import type { Metadata } from "next";
import { NoPermission } from "#components/frame/no-permission";
import { MemberPage } from "#components/members/member-page";
import { HydrateClient, requestCaller, requestQueryClient, trpc } from "#components/trpc-server";
import { currentActor } from "#server/trpc/current-actor";
import { firstPage, nextCursorOf, PAGE_SIZE, timelineKey } from "../../../../components/events/event-pages.ts";
import { serverTexts } from "../../../../components/preferences/server-texts.ts";

/** The title names no member: browsers keep titles in their history. */
export async function generateMetadata(): Promise<Metadata> {
  const t = await serverTexts();
  return { title: t("member.title") };
}

export default async function Member({ params }: PageProps<"/members/[memberId]">) {
  const me = await currentActor();
  if (!me?.permissions.includes("member:open")) return <NoPermission page="members" />;
  const memberId = decodeURIComponent((await params).memberId);
  const client = requestQueryClient();
  await Promise.all([
    client.prefetchQuery(trpc.members.profile.queryOptions({ memberId })),
    client.prefetchInfiniteQuery({
      queryKey: timelineKey({ memberId }),
      queryFn: () => requestCaller().members.timeline({ memberId, limit: PAGE_SIZE }),
      initialPageParam: firstPage(),
      getNextPageParam: nextCursorOf,
    }),
  ]);
  return (
    <HydrateClient>
      <MemberPage memberId={memberId} />
    </HydrateClient>
  );
}
