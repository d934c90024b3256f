import { test as base, expect, type Page } from "@playwright/test";
import type { Sql } from "postgres";
import type { Role } from "../../server/vocabulary/roles.ts";
import { ownInstallation } from "./installations.ts";
import { accountOf, ownerDatabase } from "./running-demo.ts";

type Fixtures = {
  /** Gives the page a session of a demo account with that role: the first of them, or another one. */
  signInAs(role: Role, which?: number): Promise<void>;
  /** The owner's connection to the database under test. */
  owner: Sql;
};

/** Playwright's test, with sign-in and the owner's database; a console error or a blocked style or script fails it. */
export const test = base.extend<Fixtures>({
  baseURL: async ({ browserName: _ }, use) => use(ownInstallation().baseURL),
  page: async ({ page }, use) => {
    const faults = watchConsole(page);
    await use(page);
    expect(faults, "errors in the browser's console").toEqual([]);
  },
  signInAs: async ({ page, baseURL }, use) => {
    await use(async (role, which = 0) => {
      const { login, password } = accountOf(role, which);
      // Signing in ends the session before, and what an open page still asks would be refused.
      if (page.url() !== "about:blank") await page.goto("about:blank");
      const answer = await page.request.post("/api/session", {
        data: { login, password },
        headers: { origin: baseURL ?? "" },
        // The server may just be closing the connection that the browser's pages left idle.
        maxRetries: 2,
      });
      expect(answer.status(), "sign-in").toBe(200);
    });
  },
  owner: async ({ baseURL: _ }, use) => {
    const owner = ownerDatabase();
    await use(owner);
    await owner.end();
  },
});

export { expect };

function watchConsole(page: Page): string[] {
  const faults: string[] = [];
  page.on("pageerror", (error) => faults.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error") faults.push(`${message.text()} (${message.location().url})`);
  });
  return faults;
}
