/** The page of an action, at one of its versions. */
export function actionHref(action: string, version?: number): string {
  const path = `/catalog/${encodeURIComponent(action)}`;
  return version === undefined ? path : `${path}?version=${version}`;
}

/** The search for the events of an action. The name of the filter is that of conditionsToParams. */
export function eventsHref(action: string): string {
  return `/events?${new URLSearchParams({ action })}`;
}
