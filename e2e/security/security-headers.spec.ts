import { expect, test } from "../support/test.ts";

test("each answer carries the security headers, and scripts run with the nonce alone", async ({ page }) => {
  const answer = await page.goto("/sign-in");
  const headers = answer?.headers() ?? {};
  const policy = headers["content-security-policy"] ?? "";
  expect(policy).toContain("default-src 'none'");
  expect(policy).toMatch(/script-src 'nonce-[^']+' 'strict-dynamic'/);
  expect(policy).not.toContain("unsafe-inline");
  expect(policy).not.toContain("unsafe-eval");
  expect(policy).toContain("frame-ancestors 'none'");
  expect(headers).toMatchObject({
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
  });
  expect(headers["cache-control"]).toContain("no-store");
  const again = await page.request.get("/sign-in");
  const nonce = (text: string) => /'nonce-([^']+)'/.exec(text)?.[1];
  expect(nonce(again.headers()["content-security-policy"] ?? "")).not.toBe(nonce(policy));
});
