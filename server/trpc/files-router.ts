import { answerFile } from "../records/files/answer-file.ts";
import { askDisclosure, askEventFile } from "../records/files/ask-file.ts";
import { listFiles } from "../records/files/list-files.ts";
import { askDisclosureSchema } from "../vocabulary/oversight/disclosure.ts";
import { answerFileSchema, askEventFileSchema, listFilesSchema } from "../vocabulary/oversight/prepared-file.ts";
import { acts, router, shows } from "./procedure.ts";

/** Files that one person asks for and another approves; they are taken away by POST /api/files/{id}. */
export const filesRouter = router({
  list: shows("file:see", listFilesSchema, ({ ctx, input }) => listFiles(ctx.db, ctx.actor, input)),
  askEvents: acts("record:export", askEventFileSchema, ({ ctx, input }) => askEventFile(ctx.db, ctx.actor, input)),
  disclose: acts("member:disclose", askDisclosureSchema, ({ ctx, input }) => askDisclosure(ctx.db, ctx.actor, input)),
  answer: acts("file:see", answerFileSchema, ({ ctx, input }) => answerFile(ctx.db, ctx.actor, input)),
});
