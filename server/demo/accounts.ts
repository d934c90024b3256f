import type { Role } from "../vocabulary/roles.ts";

/** The staff of the demo: known to everybody who reads this, so they are only ever put into a database that npm start made. */
export const demoStaff: readonly { login: string; password: string; role: Role; name: string }[] = [
  { login: "minji.admin", password: "demo-admin-minji", role: "admin", name: "Minji Park" },
  { login: "alex.admin", password: "demo-admin-alex", role: "admin", name: "Alex Meyer" },
  { login: "jiho.analyst", password: "demo-analyst-jiho", role: "analyst", name: "Jiho Lee" },
  { login: "soyeon.agent", password: "demo-agent-soyeon", role: "agent", name: "Soyeon Kim" },
  { login: "daniel.auditor", password: "demo-auditor-daniel", role: "auditor", name: "Daniel Brandt" },
];
