"use client";

import { LanguageSwitch, ThemeSwitch } from "#components/shell/preference-switches";

/** Language and theme for somebody who is not signed in yet. */
export function BarePreferences() {
  return (
    <div className="flex items-center gap-0.5">
      <LanguageSwitch />
      <ThemeSwitch />
    </div>
  );
}
