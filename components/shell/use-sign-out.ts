"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useTRPCClient } from "#components/trpc";

/** Ends the session on the server and leaves the console with a full load, so that nothing shown stays in memory. */
export function useSignOut(): () => Promise<void> {
  const client = useTRPCClient();
  const answers = useQueryClient();
  return async () => {
    // Also when the server cannot be reached people want away from the screen; the sign-in page then says the rest.
    await client.session.signOut.mutate({}).catch(() => undefined);
    answers.clear();
    // Not a step back to what was shown: the address of the page before is gone from this tab.
    location.replace("/sign-in");
  };
}
