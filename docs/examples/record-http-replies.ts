// node server/start/run.mjs docs/examples/record-http-replies.ts "$SYSTEM_DATABASE_URL" 8080   (from Node 22.18 on node alone will do)
// then: curl -X PUT 'http://127.0.0.1:8080/customers/c-2/phone?to=010-9876-5432'
import { createServer } from "node:http";
import postgres from "postgres";
import { noteOnReply, recordReplies } from "../../server/http-events/record-replies.ts";

const [url = "", port = "8080"] = process.argv.slice(2);
const sql = postgres(url);
const json = (value: unknown) => sql`${JSON.stringify(value)}::text::jsonb`;

const handler = recordReplies(
  {
    source: "shop http",
    rules: [
      {
        method: "PUT",
        path: "/customers/:memberId/phone",
        action: ({ outcome }) => (outcome === "succeeded" ? "contact.changed" : "contact.change-refused"),
      },
    ],
    actorOf: ({ headers }) => String(headers["x-staff-id"] ?? "member"),
    requestIdOf: ({ headers }) => headers["x-request-id"]?.toString(),
    record: ({ memberId, action, attributes, context, source, sourceEventId }) => sql`
      select event.record_member_event(${memberId}, ${action}, ${json(attributes)}, ${json(context)},
                                       source => ${source}, source_event_id => ${sourceEventId})`,
    onFailure: (error, { action }) => process.stderr.write(`${action} was not recorded: ${error}\n`),
  },
  async (request, response) => {
    const to = new URL(request.url ?? "/", "http://localhost").searchParams.get("to") ?? "";
    if (!/^010-\d{4}-\d{4}$/.test(to)) {
      response.writeHead(400).end("This is no phone number.\n");
      return;
    }
    // A real handler changes its data here, and says what changed.
    noteOnReply(response, { attributes: { phone: { to } } });
    response.end("Done.\n");
  },
);
createServer(handler).listen(Number(port), "127.0.0.1");
