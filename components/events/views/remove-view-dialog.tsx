"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTranslations } from "use-intl";
import { useTRPC } from "#components/trpc";
import { Button } from "#components/ui/button";
import { Dialog } from "#components/ui/dialog";
import { FormFault } from "#components/ui/failed-state";
import { GivenText } from "#components/ui/given-text";
import type { SavedView } from "#server/vocabulary/explore/saved-view";

/** Deletes a view, after saying whose lists it leaves. The events stay as they are. */
export function RemoveViewDialog({ view, onClose }: { view: SavedView; onClose: () => void }) {
  const t = useTranslations("views");
  const trpc = useTRPC();
  const cache = useQueryClient();
  const router = useRouter();
  const remove = useMutation(
    trpc.views.remove.mutationOptions({
      async onSuccess() {
        router.push("/events");
        onClose();
        await cache.invalidateQueries(trpc.views.list.queryFilter());
      },
    }),
  );
  return (
    <Dialog open onClose={onClose} label={t("remove")}>
      <div className="grid gap-4 p-5">
        <div>
          <h2 className="text-section font-semibold wrap-anywhere">
            {t("remove")}: <GivenText text={view.name} />
          </h2>
          <p className="mt-1 text-ink-soft">{t(`removeEffects.${view.audience}`)}</p>
        </div>
        {remove.isError && <FormFault error={remove.error} />}
        <div className="flex justify-end gap-2">
          <Button data-first-focus onClick={onClose}>
            {t("cancel")}
          </Button>
          <Button look="danger" disabled={remove.isPending} onClick={() => remove.mutate({ id: view.id })}>
            {t("removeNow")}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
