// The embedded SNS and SQS as a process of their own, under the supervisor of npm start.
import { z } from "zod";
import { startEmbeddedMessaging } from "./messaging.ts";

const settings = z
  .object({
    MESSAGING_DATA_DIR: z.string(),
    MESSAGING_SNS_PORT: z.coerce.number(),
    MESSAGING_SQS_PORT: z.coerce.number(),
  })
  .parse(process.env);

const messaging = await startEmbeddedMessaging({
  dataDir: settings.MESSAGING_DATA_DIR,
  snsPort: settings.MESSAGING_SNS_PORT,
  sqsPort: settings.MESSAGING_SQS_PORT,
});

async function stop(): Promise<void> {
  await messaging.stop();
  process.exit(0);
}

process.once("SIGTERM", stop);
// The supervisor is gone, perhaps killed: nobody would end this process.
process.once("disconnect", stop);
if (process.send !== undefined && !process.connected) await stop();
process.send?.("ready");
