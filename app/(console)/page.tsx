import { HomePage } from "#components/home/home-page";
import { HydrateClient, requestQueryClient, trpc } from "#components/trpc-server";
import { currentActor } from "#server/trpc/current-actor";

export default async function Home() {
  const me = await currentActor();
  const client = requestQueryClient();
  if (me?.permissions.includes("member:open")) await client.prefetchQuery(trpc.members.recent.queryOptions({}));
  if (me?.permissions.includes("event:search")) await client.prefetchQuery(trpc.views.list.queryOptions({}));
  return (
    <HydrateClient>
      <HomePage />
    </HydrateClient>
  );
}
