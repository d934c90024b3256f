import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { Dossier } from "#components/events/dossier/dossier";
import { NoPermission } from "#components/frame/no-permission";
import { HydrateClient, isMissing, requestQueryClient, trpc } from "#components/trpc-server";
import { currentActor } from "#server/trpc/current-actor";
import { serverTexts } from "../../../../components/preferences/server-texts.ts";

export async function generateMetadata(): Promise<Metadata> {
  const t = await serverTexts();
  return { title: t("dossier.title") };
}

export default async function EventById({ params }: PageProps<"/events/[eventId]">) {
  const me = await currentActor();
  if (!me?.permissions.includes("event:show")) return <NoPermission page="event" />;
  const { eventId } = await params;
  if (await isMissing(requestQueryClient().fetchQuery(trpc.events.show.queryOptions({ eventId })))) notFound();
  return (
    <HydrateClient>
      <div className="max-w-3xl">
        <Dossier eventId={eventId} heading="h1" />
      </div>
    </HydrateClient>
  );
}
