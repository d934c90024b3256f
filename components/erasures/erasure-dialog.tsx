"use client";

import { type UseMutationOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "use-intl";
import { useTRPC } from "#components/trpc";
import type { Why } from "#components/ui/why-fields";
import { CaseDialog } from "./case-dialog.tsx";

/** What is done to a member: each has a dialog that says what follows. */
export type ErasureAct =
  | { kind: "ask" }
  | { kind: "hold" }
  | { kind: "lift" }
  | { kind: "confirm"; requestId: string; clearValues: number };

type Props = { memberId: string; onClose: () => void };

/** The dialog of one act. */
export function ErasureDialog({ act, ...props }: Props & { act: ErasureAct }) {
  if (act.kind === "ask") return <AskDialog {...props} />;
  if (act.kind === "hold") return <HoldDialog {...props} />;
  if (act.kind === "lift") return <LiftDialog {...props} />;
  return <ConfirmDialog {...props} requestId={act.requestId} clearValues={act.clearValues} />;
}

/** Does an act, and shows afterwards how the member stands. */
function useAct<Order, Answer, Fault>(options: UseMutationOptions<Answer, Fault, Order>, onDone: () => void) {
  const queryClient = useQueryClient();
  return useMutation({
    ...options,
    async onSuccess() {
      // Whatever is known of the member may be gone now.
      await queryClient.invalidateQueries();
      onDone();
    },
  });
}

function AskDialog({ memberId, onClose }: Props) {
  const t = useTranslations("erasure");
  const ask = useAct(useTRPC().erasures.request.mutationOptions(), onClose);
  return (
    <CaseDialog
      title={t("askTitle", { memberId })}
      effect={t("askEffect")}
      send={t("askSend")}
      asks="reason and case"
      error={ask.error}
      isSending={ask.isPending}
      onSend={(given: Why) => ask.mutate({ memberId, ...given })}
      onClose={onClose}
    />
  );
}

function ConfirmDialog(props: Props & { requestId: string; clearValues: number }) {
  const { memberId, requestId, clearValues, onClose } = props;
  const t = useTranslations("erasure");
  const erase = useAct(useTRPC().erasures.confirm.mutationOptions(), onClose);
  return (
    <CaseDialog
      title={t("confirmTitle", { memberId })}
      effect={t("confirmEffect", { count: clearValues })}
      send={t("confirmSend", { memberId })}
      asks="nothing"
      isDangerous
      error={erase.error}
      isSending={erase.isPending}
      onSend={() => erase.mutate({ requestId })}
      onClose={onClose}
    />
  );
}

function HoldDialog({ memberId, onClose }: Props) {
  const t = useTranslations("erasure");
  const hold = useAct(useTRPC().erasures.hold.mutationOptions(), onClose);
  return (
    <CaseDialog
      title={t("holdTitle", { memberId })}
      effect={t("holdEffect")}
      send={t("holdSend")}
      asks="reason and case"
      error={hold.error}
      isSending={hold.isPending}
      onSend={(given: Why) => hold.mutate({ memberId, ...given })}
      onClose={onClose}
    />
  );
}

function LiftDialog({ memberId, onClose }: Props) {
  const t = useTranslations("erasure");
  const lift = useAct(useTRPC().erasures.lift.mutationOptions(), onClose);
  return (
    <CaseDialog
      title={t("liftTitle", { memberId })}
      effect={t("liftEffect")}
      send={t("liftSend")}
      asks="reason"
      error={lift.error}
      isSending={lift.isPending}
      onSend={({ reason }: Why) => lift.mutate({ memberId, reason })}
      onClose={onClose}
    />
  );
}
