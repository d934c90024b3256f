"use client";

import { OctagonAlert } from "lucide-react";
import { useTranslations } from "use-intl";
import { Button } from "#components/ui/button";
import { CopyButton } from "#components/ui/copy-button";
import { readFault } from "./read-fault.ts";
import { signInHref } from "./sign-in-href.ts";

/** What failed, that nothing was lost, retry, and the request's id to pass on. */
export function FailedState(props: { what: string; error: unknown; onRetry?: () => void; retrying?: boolean }) {
  const { what, error, onRetry, retrying = false } = props;
  const t = useTranslations("failed");
  const fault = readFault(error);
  return (
    <div role="alert" className="flex flex-col items-center gap-2 px-6 py-10 text-center">
      <OctagonAlert aria-hidden className="size-6 text-failed" />
      <p className="text-section font-medium">{what}</p>
      <p className="max-w-prose text-ink-soft">{fault.sentence ?? t(fault.kind)}</p>
      <div className="mt-2 flex flex-wrap items-center justify-center gap-2">
        {onRetry !== undefined && fault.kind !== "forbidden" && (
          <Button onClick={onRetry} disabled={retrying}>
            {retrying ? t("retrying") : t("retry")}
          </Button>
        )}
        {fault.requestId !== null && (
          <span className="inline-flex items-center gap-1 text-meta text-ink-faint">
            {t("request")} <code className="font-mono">{fault.requestId}</code>
            <CopyButton text={fault.requestId} label={t("copyRequest")} />
          </span>
        )}
      </div>
    </div>
  );
}

/** A refusal of a form, under the form. */
export function FormFault({ error }: { error: unknown }) {
  const t = useTranslations("failed");
  const fault = readFault(error);
  return (
    <p role="alert" className="flex items-start gap-2 rounded-md bg-failed-soft px-3 py-2 text-failed">
      <OctagonAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
      {fault.kind === "signedOut" ? (
        <SignedOut />
      ) : (
        <span>
          {fault.sentence ?? t(fault.kind)}
          {fault.requestId !== null && <span className="block font-mono text-meta">{fault.requestId}</span>}
        </span>
      )}
    </p>
  );
}

/** The session ended while somebody was writing: what is written stays here while they sign in beside it. */
export function SignedOut() {
  const t = useTranslations("failed");
  return (
    <span>
      {t("signedOutHere")}{" "}
      <a
        href={signInHref({ pathname: "/", search: "" })}
        target="_blank"
        rel="noopener"
        className="font-medium underline underline-offset-2"
      >
        {t("signInBeside")}
      </a>
    </span>
  );
}

/** A refusal of a form in a dialog. It stands between the fields and the buttons: among the fields it may be out of sight. */
export function DialogFault({ error }: { error: unknown }) {
  return (
    <div className="shrink-0 border-t border-line px-5 py-2.5">
      <FormFault error={error} />
    </div>
  );
}
