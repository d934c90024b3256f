// A stand-in for SNS that takes every message at once and says how many it took: node fast-sns.ts, then one line with its port.
import { createServer } from "node:http";

let messages = 0;
let requests = 0;
const answers = new Map<string, string>();

/** The answer to a batch whose entries have these ids, which are always the same few. */
function answerTo(ids: readonly string[]): string {
  const key = ids.join();
  const known = answers.get(key);
  if (known !== undefined) return known;
  const members = ids.map((id) => `<member><Id>${id}</Id><MessageId>m-${id}</MessageId></member>`).join("");
  const text = `<PublishBatchResponse><PublishBatchResult><Successful>${members}</Successful><Failed/></PublishBatchResult></PublishBatchResponse>`;
  answers.set(key, text);
  return text;
}

const server = createServer((request, response) => {
  if (request.method === "GET") {
    response.end(JSON.stringify({ messages, requests }));
    return;
  }
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", () => {
    const ids = [
      ...Buffer.concat(chunks)
        .toString()
        .matchAll(/member\.\d+\.Id=([^&]*)/g),
    ].map(([, id = ""]) => id);
    messages += ids.length;
    requests += 1;
    response.writeHead(200, { "content-type": "text/xml" });
    response.end(answerTo(ids));
  });
});
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  if (address !== null && typeof address === "object") process.send?.(address.port);
});
