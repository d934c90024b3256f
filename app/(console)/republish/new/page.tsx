import type { Metadata } from "next";
import { NoPermission } from "#components/frame/no-permission";
import { NewJobPage } from "#components/republish/plan/new-job-page";
import { HydrateClient } from "#components/trpc-server";
import { currentActor } from "#server/trpc/current-actor";
import { sendOrders } from "#server/vocabulary/choices/send-choices";
import { serverTexts } from "../../../../components/preferences/server-texts.ts";
import { urlParamsOf } from "../../url-params.ts";

export async function generateMetadata(): Promise<Metadata> {
  const t = await serverTexts();
  return { title: t("newJob.title") };
}

export default async function NewJob({ searchParams }: PageProps<"/republish/new">) {
  const me = await currentActor();
  if (!me?.permissions.includes("republish:send")) return <NoPermission page="republish" />;
  const params = urlParamsOf(await searchParams);
  const policy = params.get("policy");
  return (
    <HydrateClient>
      <NewJobPage
        policy={
          policy === null
            ? null
            : { text: policy, scope: params.get("scope") === "MessageBody" ? "MessageBody" : "MessageAttributes" }
        }
        layer={params.get("layer") === "external" ? "external" : "internal"}
        ofJob={params.get("ofJob")}
        target={params.get("target")}
        rate={params.get("rate") === null ? null : Number(params.get("rate"))}
        order={sendOrders.find((order) => order === params.get("order")) ?? null}
      />
    </HydrateClient>
  );
}
