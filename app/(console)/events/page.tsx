import type { Metadata } from "next";
import { EventsPage } from "#components/events/list/events-page";
import { LazyPolicyPage } from "#components/events/policy/lazy-policy-page";
import { NoPermission } from "#components/frame/no-permission";
import { HydrateClient, requestCaller, requestQueryClient, trpc } from "#components/trpc-server";
import { parsePolicy } from "#server/filter-policy/parse/parse-policy";
import { currentActor } from "#server/trpc/current-actor";
import { conditionsFromParams } from "#server/vocabulary/address/read-conditions";
import type { Condition } from "#server/vocabulary/conditions";
import { EDITS, isKept, KEPT, SAVED } from "../../../components/events/filters/kept-conditions.ts";
import type { Question } from "../../../components/events/filters/use-named-question.ts";
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
  questionOfNamed,
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
  const named = await readNamed(params);
  const question = questionFromParams(params) ?? (named && questionOfNamed(named));
  if (question !== null) {
    // What a key or a view asks beside a written policy is known to the browser.
    const isWhole = named === null || named.policy !== null;
    return <EventsByPolicy question={question} isWhole={isWhole} />;
  }
  await prefetchSearch(params, named?.conditions ?? []);
  return (
    <HydrateClient>
      <EventsPage />
    </HydrateClient>
  );
}

/** What the address asks by the key of a kept search or the id of a saved view; the browser has it, too. */
async function readNamed(params: URLSearchParams): Promise<Question | null> {
  const client = requestQueryClient();
  const views = trpc.views.list.queryOptions({});
  await client.prefetchQuery(views);
  const [key, id] = [params.get(KEPT), params.get(SAVED)];
  if (isKept(id)) return client.getQueryData(views.queryKey)?.views.find((view) => view.id === id) ?? null;
  if (!isKept(key)) return null;
  const search = trpc.events.keptSearch.queryOptions({ key });
  await client.prefetchQuery(search);
  const { conditions = null, policy = null } = client.getQueryData(search.queryKey) ?? {};
  return conditions && { conditions, policy };
}

/** What was not understood, or is not there, is not asked. */
async function prefetchSearch(params: URLSearchParams, named: readonly Condition[]): Promise<void> {
  const isNamed = isKept(params.get(KEPT)) || isKept(params.get(SAVED));
  if (isNamed && named.length === 0) return;
  const written = conditionsFromParams(params, [...PAGE_PARAMS, KEPT, SAVED, EDITS]);
  if (written.faults.length > 0) return;
  const conditions = [...named, ...written.conditions];
  await requestQueryClient().prefetchInfiniteQuery({
    queryKey: eventSearchKey(conditions),
    queryFn: () => requestCaller().events.search({ conditions, limit: PAGE_SIZE }),
    initialPageParam: firstPage(),
    getNextPageParam: nextCursorOf,
  });
}

async function EventsByPolicy({ question, isWhole }: { question: PolicyQuestion; isWhole: boolean }) {
  const isAskable = question.faults.length === 0 && parsePolicy(question.policy, question.scope).policy !== undefined;
  if (isWhole && isAskable) {
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
