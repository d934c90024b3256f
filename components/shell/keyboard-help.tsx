"use client";

import { X } from "lucide-react";
import { useTranslations } from "use-intl";
import { IconButton } from "#components/ui/button";
import { Dialog } from "#components/ui/dialog";
import { Kbd } from "#components/ui/keys/kbd";

const keys = [
  { does: "palette", keys: ["Ctrl K", "/"] },
  { does: "move", keys: ["j", "k"] },
  { does: "open", keys: ["Enter"] },
  { does: "choose", keys: ["x"] },
  { does: "copy", keys: ["c"] },
  { does: "close", keys: ["Esc"] },
  { does: "help", keys: ["?"] },
] as const;

/** Every key that does something. */
export function KeyboardHelp({ open, onClose }: { open: boolean; onClose: () => void }) {
  const t = useTranslations("keyboard");
  const common = useTranslations("common");
  return (
    <Dialog open={open} onClose={onClose} label={t("title")}>
      <div className="p-5">
        <div className="flex items-center justify-between pb-3">
          <h2 className="text-section font-semibold">{t("title")}</h2>
          <IconButton label={common("close")} onClick={onClose}>
            <X aria-hidden className="size-4" />
          </IconButton>
        </div>
        <dl className="grid grid-cols-[1fr_auto] gap-x-6">
          {keys.map(({ does, keys: pressed }) => (
            <div key={does} className="col-span-2 grid grid-cols-subgrid items-center border-t border-line py-2">
              <dt>{t(does)}</dt>
              <dd className="flex gap-1.5">
                {pressed.map((key) => (
                  <Kbd key={key}>{key}</Kbd>
                ))}
              </dd>
            </div>
          ))}
        </dl>
      </div>
    </Dialog>
  );
}
