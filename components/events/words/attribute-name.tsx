"use client";

import { useMessages } from "use-intl";
import { GivenText } from "#components/ui/given-text";

/**
 * The name of an attribute or of a value of the context in words, and beneath it the name that filters and policies use.
 * A name that no words are known for stands alone.
 */
export function AttributeName({ name }: { name: string }) {
  const said = useSayName()(name);
  if (said === name) {
    return (
      <span className="font-mono text-meta break-words">
        <GivenText text={name} />
      </span>
    );
  }
  return (
    <>
      {said}
      <span className="block font-mono text-meta break-words text-ink-faint">{name}</span>
    </>
  );
}

/** Words for the names that member systems commonly use; others stay as they are. */
export function useSayName(): (name: string) => string {
  const words: Record<string, string> = useMessages().names;
  return (name) => (Object.hasOwn(words, name) ? (words[name] ?? name) : name);
}
