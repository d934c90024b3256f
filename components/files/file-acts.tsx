"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Download } from "lucide-react";
import { useTranslations } from "use-intl";
import { useMay } from "#components/me-provider";
import { useTRPC } from "#components/trpc";
import { Button } from "#components/ui/button";
import { FormFault } from "#components/ui/failed-state";
import type { PreparedFile } from "#server/vocabulary/oversight/prepared-file";
import { FileRefusal, takeFile } from "./take-file.ts";

/** What whoever looks can do with a file: say yes or no to another's, take one's own, or take the request back. */
export function FileActs({ file: { fileId, state, own } }: { file: PreparedFile }) {
  const t = useTranslations("files");
  const mayApprove = useMay("file:approve");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const settled = { onSettled: () => queryClient.invalidateQueries(trpc.files.pathFilter()) };
  const answer = useMutation(trpc.files.answer.mutationOptions(settled));
  const take = useMutation({ mutationFn: () => takeFile(fileId), gcTime: 0, ...settled });
  const isBusy = answer.isPending || take.isPending;
  const mayWithdraw = own && ["asked", "waiting", "making", "ready", "failed"].includes(state);
  return (
    <div className="flex max-w-full flex-wrap items-center gap-2">
      {state === "asked" && !own && mayApprove && (
        <>
          <Button
            size="small"
            look="primary"
            disabled={isBusy}
            onClick={() => answer.mutate({ fileId, answer: "approve" })}
          >
            {t("approve")}
          </Button>
          <Button size="small" disabled={isBusy} onClick={() => answer.mutate({ fileId, answer: "decline" })}>
            {t("decline")}
          </Button>
        </>
      )}
      {state === "ready" && own && (
        <Button size="small" look="primary" disabled={isBusy} onClick={() => take.mutate()}>
          <Download aria-hidden className="size-3.5" />
          {take.isPending ? t("taking") : t("take")}
        </Button>
      )}
      {mayWithdraw && (
        <Button size="small" disabled={isBusy} onClick={() => answer.mutate({ fileId, answer: "withdraw" })}>
          {t("withdraw")}
        </Button>
      )}
      {answer.isError && <FormFault error={answer.error} />}
      {take.isError && (
        <p role="alert" className="rounded-md bg-failed-soft px-3 py-2 text-left text-failed">
          {(take.error instanceof FileRefusal && take.error.sentence) || t("notTaken")}
        </p>
      )}
    </div>
  );
}
