"use client";

import type { ComponentType, ReactNode } from "react";
import { FailedState } from "./failed-state.tsx";
import { usePart } from "./use-part.ts";

/**
 * A part of a page that is fetched when the page stands, with the room for it kept meanwhile.
 *
 * @param props.name the part's own name among the parts of pages; see usePart.
 * @param props.failed what is said when it could not be fetched.
 * @param props.given what the part is shown with.
 */
export function LazyPart<Given extends object>(props: {
  name: string;
  load: () => Promise<ComponentType<Given>>;
  failed: string;
  room: ReactNode;
  given: Given;
}) {
  const { name, load, failed, room, given } = props;
  const { Part, error, retry, retrying } = usePart(name, load);
  if (error !== null) return <FailedState what={failed} error={error} onRetry={retry} retrying={retrying} />;
  return Part === undefined ? room : <Part {...given} />;
}
