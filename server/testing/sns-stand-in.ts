import { createServer, type IncomingMessage } from "node:http";
import { setTimeout as wait } from "node:timers/promises";

/** What the stand-in saw of one event: how often, and the addresses it was sent with. */
export type SeenEvent = { times: number; targets: Set<string>; replays: Set<string>; attempts: number[] };

/** An SNS that takes everything, after a while: for measurements and kills, where the embedded one would be the bottleneck. */
export type SnsStandIn = {
  url: string;
  /** By event id. */
  readonly seen: Map<string, SeenEvent>;
  /** Messages so far, copies included. */
  messages: number;
  /** When the newest one came, by performance.now(). */
  lastAt: number;
  stop(): Promise<void>;
};

/** Starts it on a free port of loopback. */
export async function startSnsStandIn({ answersAfterMs }: { answersAfterMs: number }): Promise<SnsStandIn> {
  const server = createServer(async (incoming, response) => {
    const form = new URLSearchParams(await readText(incoming));
    const entries = readEntries(form);
    if (answersAfterMs > 0) await wait(answersAfterMs);
    for (const entry of entries) note(standIn, entry);
    const members = entries.map(
      ({ id }) => `<member><Id>${id}</Id><MessageId>m-${standIn.messages}-${id}</MessageId></member>`,
    );
    response.writeHead(200, { "content-type": "text/xml" });
    response.end(
      `<PublishBatchResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><PublishBatchResult><Successful>${members.join("")}</Successful><Failed/></PublishBatchResult><ResponseMetadata><RequestId>x</RequestId></ResponseMetadata></PublishBatchResponse>`,
    );
  });
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the stand-in got no port");
  const standIn: SnsStandIn = {
    url: `http://127.0.0.1:${address.port}`,
    seen: new Map(),
    messages: 0,
    lastAt: 0,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return standIn;
}

type Entry = { id: string; message: string; attributes: Map<string, string> };

function readEntries(form: URLSearchParams): Entry[] {
  const entries: Entry[] = [];
  for (let n = 1; ; n += 1) {
    const prefix = `PublishBatchRequestEntries.member.${n}.`;
    const id = form.get(`${prefix}Id`);
    if (id === null) return entries;
    const attributes = new Map<string, string>();
    for (let m = 1; ; m += 1) {
      const name = form.get(`${prefix}MessageAttributes.entry.${m}.Name`);
      if (name === null) break;
      attributes.set(name, form.get(`${prefix}MessageAttributes.entry.${m}.Value.StringValue`) ?? "");
    }
    entries.push({ id, message: form.get(`${prefix}Message`) ?? "", attributes });
  }
}

function note(standIn: SnsStandIn, { message, attributes }: Entry): void {
  const eventId = /"eventId": ?"([0-9a-f-]{36})"/.exec(message)?.[1] ?? "";
  const known = standIn.seen.get(eventId) ?? { times: 0, targets: new Set(), replays: new Set(), attempts: [] };
  known.times += 1;
  known.targets.add(attributes.get("target") ?? "");
  known.replays.add(attributes.get("replay") ?? "");
  known.attempts.push(Number(attributes.get("attempt") ?? 0));
  standIn.seen.set(eventId, known);
  standIn.messages += 1;
  standIn.lastAt = performance.now();
}

async function readText(stream: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}
