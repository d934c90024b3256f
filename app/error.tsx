"use client";

import { PageFailure } from "#components/frame/page-failure";

export default function RootFailure({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <main className="grid min-h-dvh place-content-center">
      <PageFailure digest={error.digest} onRetry={reset} />
    </main>
  );
}
