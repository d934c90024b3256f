"use client";

import { X } from "lucide-react";
import { useTranslations } from "use-intl";
import { useMe } from "#components/me-provider";
import { IconButton } from "#components/ui/button";
import { Dialog } from "#components/ui/dialog";
import { Kbd } from "#components/ui/keys/kbd";
import { destinations } from "./destinations.ts";

const keys = [
  { does: "palette", keys: ["Ctrl K", "/"] },
  { does: "move", keys: ["j", "k"] },
  { does: "open", keys: ["Enter"] },
  { does: "choose", keys: ["x"] },
  { does: "copy", keys: ["c"] },
  { does: "values", keys: ["f"] },
  { does: "arrived", keys: ["n"] },
  { does: "close", keys: ["Esc"] },
  { does: "help", keys: ["?"] },
] as const;

/** Every key that does something. */
export function KeyboardHelp({ onClose }: { onClose: () => void }) {
  const t = useTranslations("keyboard");
  const common = useTranslations("common");
  const nav = useTranslations("nav");
  const { permissions } = useMe();
  return (
    <Dialog open onClose={onClose} label={t("title")}>
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
          {destinations
            .filter(({ key, needs }) => key !== undefined && permissions.includes(needs))
            .map(({ name, key = "" }) => (
              <div key={name} className="col-span-2 grid grid-cols-subgrid items-center border-t border-line py-2">
                <dt>{nav(name)}</dt>
                <dd className="flex gap-1.5">
                  <Kbd>g</Kbd>
                  <Kbd>{key}</Kbd>
                </dd>
              </div>
            ))}
        </dl>
      </div>
    </Dialog>
  );
}
