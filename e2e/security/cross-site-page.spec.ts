import { createServer, type Server } from "node:http";
import type { BrowserContext, Page } from "@playwright/test";
import { expect, test } from "../support/test.ts";

/** Posts to the console from a page of somebody else in every way a browser has, and says when all have gone out. */
const attack = (target: string) => `<!doctype html><meta charset="utf-8"><title>begun</title><body><script>
const act = ${JSON.stringify(`${target}/api/trpc/publication.stop`)};
const order = JSON.stringify({ layer: "internal", reason: "forged from elsewhere" });
const both = { credentials: "include", method: "POST" };
const form = new FormData(); form.set("layer", "internal"); form.set("reason", "forged from elsewhere");
const sent = [
  fetch(act, { ...both, mode: "no-cors", body: order, headers: { "content-type": "text/plain" } }),
  fetch(act, { ...both, mode: "no-cors", body: form }),
  fetch(act, { ...both, mode: "no-cors", body: new URLSearchParams({ json: order }) }),
  fetch(act, { ...both, body: order, headers: { "content-type": "application/json" } }),
  fetch(act + "?input=" + encodeURIComponent(order), { credentials: "include", mode: "no-cors" }),
];
navigator.sendBeacon(act, new Blob([order], { type: "text/plain" }));
for (const enctype of ["application/x-www-form-urlencoded", "multipart/form-data", "text/plain"]) {
  const frame = document.createElement("iframe"); frame.name = enctype; document.body.append(frame);
  const one = document.createElement("form");
  Object.assign(one, { method: "post", action: act, enctype, target: enctype });
  const field = document.createElement("input"); field.name = enctype === "text/plain" ? order.slice(0, -1) + ',"x":"' : "layer"; field.value = enctype === "text/plain" ? '"}' : "internal";
  // The frame loads again with whatever the console answers.
  sent.push(new Promise((answered) => { frame.onload = answered; }));
  one.append(field); document.body.append(one); one.submit();
}
Promise.allSettled(sent).then(() => { document.title = "sent"; });
</script>`;

async function serve(html: string): Promise<{ server: Server; port: number }> {
  const server = createServer((_, response) => {
    response.setHeader("content-type", "text/html");
    response.end(html);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  return { server, port: typeof address === "object" && address !== null ? address.port : 0 };
}

/** Another page of the same browser, with its cookies; what its errors are is not ours. */
async function visit(context: BrowserContext, url: string): Promise<Page> {
  const page = await context.newPage();
  await page.goto(url);
  await expect(page).toHaveTitle("sent");
  return page;
}

test("a page of another site, opened beside the console, changes nothing by form, fetch, beacon or address", async ({
  page,
  context,
  owner,
  signInAs,
  baseURL,
}) => {
  await signInAs("admin");
  await page.goto("/");
  const stops = () =>
    owner<
      { n: number }[]
    >`select count(*)::int as n from staff.access_record where act = 'publication.stop' and result = 'done'`;
  const before = await stops();
  const { server, port } = await serve(attack(baseURL ?? ""));
  try {
    // Another port is another origin of the same site, to which the cookie goes along; another name is another site.
    for (const host of ["127.0.0.1", "localhost"]) {
      const other = await visit(context, `http://${host}:${port}/`);
      expect(await owner`select from event.layer_control where stopped_at is not null`).toHaveLength(0);
      await other.close();
    }
    expect(await stops()).toEqual(before);
    // The same order from a page of the console's own is carried out: it was no mistake in it that stopped the others.
    const status = await page.evaluate(async () => {
      const body = JSON.stringify({ layer: "internal", reason: "sent by the console itself" });
      const headers = { "content-type": "application/json" };
      return (await fetch("/api/trpc/publication.stop", { method: "POST", headers, body })).status;
    });
    expect(status).toBe(200);
    expect(await owner`select from event.layer_control where stopped_at is not null`).toHaveLength(1);
  } finally {
    server.close();
    await owner`update event.layer_control set stopped_at = null, stopped_by = null, stop_reason = null, stop_scope = null where stopped_at is not null`;
  }
});
