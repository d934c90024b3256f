import { headers } from "next/headers";
import { redirect } from "next/navigation";
import type { ReactNode } from "react";
import { DatabaseAway } from "#components/frame/database-away";
import { MeProvider } from "#components/me-provider";
import { ConsoleShell } from "#components/shell/console-shell";
import { HydrateClient, requestQueryClient, trpc } from "#components/trpc-server";
import { actorsAreAway, currentActor } from "#server/trpc/current-actor";

export default async function ConsoleLayout({ children }: { children: ReactNode }) {
  const awayId = await actorsAreAway();
  if (awayId !== null) return <DatabaseAway requestId={awayId} />;
  const me = await currentActor();
  const askedFor = (await headers()).get("x-asked-for") ?? "/";
  if (me?.mustChangePassword && !/^\/settings(\?|$)/.test(askedFor)) redirect("/settings");
  if (me === null) {
    redirect(askedFor === "/" ? "/sign-in" : `/sign-in?next=${encodeURIComponent(askedFor)}`);
  }
  await requestQueryClient().prefetchQuery(trpc.catalog.actions.queryOptions({}));
  return (
    <MeProvider me={me}>
      <HydrateClient>
        <ConsoleShell>{children}</ConsoleShell>
      </HydrateClient>
    </MeProvider>
  );
}
