import type { ReactNode } from "react";
import { SettingsTabs } from "#components/settings/settings-tabs";
import { PageHead } from "#components/ui/panel";
import { serverTexts } from "../../../components/preferences/server-texts.ts";

export default async function SettingsLayout({ children }: { children: ReactNode }) {
  const t = await serverTexts();
  return (
    <>
      <PageHead title={t("settings.title")} />
      <SettingsTabs />
      {children}
    </>
  );
}
