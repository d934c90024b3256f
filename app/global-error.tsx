"use client";

import "./globals.css";

/** Stands in for the whole document when even the frame fails, so it knows no language but these two. */
export default function GlobalFailure({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <html lang="en" data-theme="system">
      <body>
        <main className="grid min-h-dvh place-content-center gap-3 p-6 text-center">
          <h1 className="text-title font-semibold">
            Memberscope could not be shown. <span lang="ko">화면을 표시하지 못했습니다.</span>
          </h1>
          <p className="text-ink-soft">
            Nothing was changed. <span lang="ko">변경된 것은 없습니다.</span> {error.digest}
          </p>
          <button
            type="button"
            onClick={reset}
            className="mx-auto h-9 rounded-md bg-accent px-4 font-medium text-on-accent"
          >
            Try again · <span lang="ko">다시 시도</span>
          </button>
        </main>
      </body>
    </html>
  );
}
