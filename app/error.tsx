"use client";

import dynamic from "next/dynamic";

/** Fetched when it is shown: every page loads this file. What cannot be fetched either is said by the global failure. */
const PageFailure = dynamic(() => import("../components/frame/page-failure.tsx").then((module) => module.PageFailure));

export default function RootFailure({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <main className="grid min-h-dvh place-content-center">
      <PageFailure digest={error.digest} onRetry={reset} />
    </main>
  );
}
