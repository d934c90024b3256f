import type { Metadata } from "next";
import { EventsPage } from "#components/events/list/events-page";
import { LazyPolicyPage } from "#components/events/policy/lazy-policy-page";
import { NoPermission } from "#components/frame/no-permission";
import { HydrateClient, requestCaller, requestQueryClient } from "#components/trpc-server";
import { parsePolicy } from "#server/filter-policy/parse/parse-policy";
import { currentActor } from "#server/trpc/current-actor";
import { conditionsOfFilter, filterFromParams } from "#server/vocabulary/event-filter";
import { eventSearchKey, firstPage, nextCursorOf, PAGE_SIZE } from "../../../components/events/list/event-pages.ts";
import {
  type PolicyQuestion,
  policyRequest,
  policySearchKey,
  questionFromParams,
} from "../../../components/events/policy/policy-params.ts";
import { serverTexts } from "../../../components/preferences/server-texts.ts";

export async function generateMetadata(): Promise<Metadata> {
  const t = await serverTexts();
  return { title: t("nav.events") };
}

export default async function Events({ searchParams }: PageProps<"/events">) {
  const me = await currentActor();
  if (!me?.permissions.includes("event:search")) return <NoPermission page="events" />;
  const params = paramsOf(await searchParams);
  const question = questionFromParams(params);
  if (question !== null) return <EventsByPolicy question={question} />;
  const initial = filterFromParams(params);
  const { filter } = initial;
  await requestQueryClient().prefetchInfiniteQuery({
    queryKey: eventSearchKey(filter),
    queryFn: () => requestCaller().events.search({ conditions: conditionsOfFilter(filter), limit: PAGE_SIZE }),
    initialPageParam: firstPage(),
    getNextPageParam: nextCursorOf,
  });
  return (
    <HydrateClient>
      <EventsPage initial={initial} />
    </HydrateClient>
  );
}

async function EventsByPolicy({ question }: { question: PolicyQuestion }) {
  if (parsePolicy(question.policy, question.scope).policy !== undefined) {
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

function paramsOf(given: Record<string, string | string[] | undefined>): URLSearchParams {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(given)) {
    for (const one of [value ?? []].flat()) params.append(name, one);
  }
  return params;
}
