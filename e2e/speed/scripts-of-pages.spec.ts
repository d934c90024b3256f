import { gzipSync } from "node:zlib";
import { expect, test } from "../support/test.ts";

/** Kilobytes, compressed, that a page may name. 200 is the goal of each; this holds what they have reached. */
const MOST_KB = { "/": 199, "/events": 207, "/members": 214 };

for (const [path, mostKb] of Object.entries(MOST_KB)) {
  test(`the document of ${path} names at most ${mostKb} kB of scripts`, async ({ page, owner, signInAs }) => {
    await signInAs("admin");
    const [member] = await owner<{ id: string }[]>`select id from member.member order by id limit 1`;
    const answer = await page.request.get(path === "/members" ? `/members/${member?.id}` : path);
    // Browsers that know modules do not fetch what is for those that do not.
    const html = (await answer.text()).replace(/<script[^>]*nomodule[^>]*>/gi, "");
    const chunks = new Set(html.match(/static\/chunks\/[\w.~-]+\.js/g));
    let bytes = 0;
    for (const chunk of chunks) {
      const script = await page.request.get(`/_next/${chunk}`);
      expect(script.ok(), chunk).toBe(true);
      bytes += gzipSync(await script.body()).length;
    }
    expect(bytes / 1000).toBeLessThanOrEqual(mostKb);
    expect(bytes).toBeGreaterThan(100_000);
  });
}
