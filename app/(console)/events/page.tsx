import type { Metadata } from "next";
import { EventsPage } from "#components/events/list/events-page";
import { LazyPolicyPage } from "#components/events/policy/lazy-policy-page";
import { NoPermission } from "#components/frame/no-permission";
import { HydrateClient, requestCaller, requestQueryClient, trpc } from "#components/trpc-server";
import { parsePolicy } from "#server/filter-policy/parse/parse-policy";
import { currentActor } from "#server/trpc/current-actor";
import { conditionsFromParams } from "#server/vocabulary/condition-params";
import { isKept, KEPT } from "../../../components/events/filters/kept-conditions.ts";
import {
  eventSearchKey,
  firstPage,
  nextCursorOf,
  PAGE_PARAMS,
  PAGE_SIZE,
} from "../../../components/events/list/event-pages.ts";
import {
  type PolicyQuestion,
  policyRequest,
  policySearchKey,
  questionFromParams,
} from "../../../components/events/policy/policy-params.ts";
import { serverTexts } from "../../../components/preferences/server-texts.ts";
import { urlParamsOf } from "../url-params.ts";

export async function generateMetadata(): Promise<Metadata> {
  const t = await serverTexts();
  return { title: t("nav.events") };
}

export default async function Events({ searchParams }: PageProps<"/events">) {
  const me = await currentActor();
  if (!me?.permissions.includes("event:search")) return <NoPermission page="events" />;
  const params = urlParamsOf(await searchParams);
  const question = questionFromParams(params);
  if (question !== null) return <EventsByPolicy question={question} />;
  await prefetchSearch(params);
  return (
    <HydrateClient>
      <EventsPage />
    </HydrateClient>
  );
}

/** What was not understood is not asked, and a kept search is asked once the browser has it. */
async function prefetchSearch(params: URLSearchParams): Promise<void> {
  const kept = params.get(KEPT);
  if (isKept(kept)) {
    await requestQueryClient().prefetchQuery(trpc.events.keptSearch.queryOptions({ key: kept }));
    return;
  }
  const { conditions, faults } = conditionsFromParams(params, PAGE_PARAMS);
  if (faults.length > 0) return;
  await requestQueryClient().prefetchInfiniteQuery({
    queryKey: eventSearchKey(conditions),
    queryFn: () => requestCaller().events.search({ conditions, limit: PAGE_SIZE }),
    initialPageParam: firstPage(),
    getNextPageParam: nextCursorOf,
  });
}

async function EventsByPolicy({ question }: { question: PolicyQuestion }) {
  if (question.faults.length === 0 && parsePolicy(question.policy, question.scope).policy !== undefined) {
    await requestQueryClient().prefetchInfiniteQuery({
      queryKey: policySearchKey(question),
      queryFn: () => requestCaller().events.searchByPolicy(policyRequest(question)),
      initialPageParam: firstPage(),
      getNextPageParam: nextCursorOf,
    });
  }
  return (
    <HydrateClient>
      <LazyPolicyPage initial={question} />
    </HydrateClient>
  );
}
