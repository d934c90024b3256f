"use client";

import { useMemo } from "react";
import { useCatalog } from "../words/use-catalog.ts";
import type { PolicyWords } from "./policy-completion.ts";

/** The names that a policy of this catalog can use. */
export function usePolicyWords(): Pick<PolicyWords, "actions" | "attributes" | "promoted"> {
  const catalog = useCatalog();
  return useMemo(() => {
    const attributes = [...catalog.values()].flatMap((action) => Object.entries(action.attributes));
    return {
      actions: [...catalog.keys()],
      attributes: [...new Set(attributes.map(([name]) => name))].sort(),
      promoted: [...new Set(attributes.flatMap(([name, { promote }]) => (promote ? [name] : [])))].sort(),
    };
  }, [catalog]);
}
