"use client";

import { useTranslations } from "use-intl";
import { inputClass } from "#components/ui/field";
import { type Role, roles } from "#server/vocabulary/roles";

/** Chooses one of the roles. */
export function RoleSelect({ id, value, onChange }: { id: string; value: Role; onChange: (role: Role) => void }) {
  const names = useTranslations("shell.roles");
  return (
    <select
      id={id}
      value={value}
      onChange={(event) => {
        const chosen = roles.find((role) => role === event.target.value);
        if (chosen !== undefined) onChange(chosen);
      }}
      className={inputClass}
    >
      {roles.map((role) => (
        <option key={role} value={role}>
          {names(role)}
        </option>
      ))}
    </select>
  );
}
