"use client";

import { useTRPCClient } from "#components/trpc";

/** Ends the session on the server and leaves the console with a full load, so that nothing shown stays in memory. */
export function useSignOut(): () => Promise<void> {
  const client = useTRPCClient();
  return async () => {
    // Also when the server cannot be reached people want away from the screen; the sign-in page then says the rest.
    await client.session.signOut.mutate({}).catch(() => undefined);
    location.assign("/sign-in");
  };
}
