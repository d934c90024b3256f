import type { Metadata } from "next";
import { AccountPage } from "#components/settings/account-page";
import { HydrateClient, requestQueryClient, trpc } from "#components/trpc-server";
import { serverTexts } from "../../../components/preferences/server-texts.ts";

export async function generateMetadata(): Promise<Metadata> {
  const t = await serverTexts();
  return { title: t("settings.tabs.account") };
}

export default async function Account() {
  const queries = requestQueryClient();
  await Promise.all([
    queries.prefetchQuery(trpc.session.list.queryOptions({})),
    queries.prefetchQuery(trpc.tokens.list.queryOptions({})),
  ]);
  return (
    <HydrateClient>
      <AccountPage />
    </HydrateClient>
  );
}
