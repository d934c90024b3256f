import type { Page } from "@playwright/test";

/** Notes what the browser says that it blocked, of every document that the page opens. */
export async function watchPolicy(page: Page): Promise<string[]> {
  const blocked: string[] = [];
  await page.exposeFunction("noteBlocked", (text: string) => void blocked.push(text));
  await page.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI, sample }) => {
      Reflect.get(window, "noteBlocked")(`${effectiveDirective} ${blockedURI} ${sample} at ${location.pathname}`);
    });
  });
  return blocked;
}
