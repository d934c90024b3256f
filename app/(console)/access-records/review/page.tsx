import type { Metadata } from "next";
import { ReviewPage } from "#components/access-records/review/review-page";
import { NoPermission } from "#components/frame/no-permission";
import { currentActor } from "#server/trpc/current-actor";
import { serverTexts } from "../../../../components/preferences/server-texts.ts";

export async function generateMetadata(): Promise<Metadata> {
  const t = await serverTexts();
  return { title: t("monthlyReview.title") };
}

export default async function Review() {
  const me = await currentActor();
  if (!me?.permissions.includes("access-record:see")) return <NoPermission page="accessRecords" />;
  return <ReviewPage />;
}
