import { z } from "zod";
import { changeView, changeViewSchema, oneViewSchema, removeView } from "../event-storage/views/change-view.ts";
import { countNews } from "../event-storage/views/count-news.ts";
import { listViews } from "../event-storage/views/list-views.ts";
import { lookAtView } from "../event-storage/views/look-at-view.ts";
import { saveView, saveViewSchema } from "../event-storage/views/save-view.ts";
import { acts, router, shows, tells } from "./procedure.ts";

const nothing = z.object({}).strict();

/** Searches of the explorer under a name. */
export const viewsRouter = router({
  list: tells("event:search", nothing, ({ ctx }) => listViews(ctx.db, ctx.actor)),
  news: shows("event:search", nothing, ({ ctx, signal }) => ctx.search((db) => countNews(db, ctx.actor), signal)),
  save: acts("event:search", saveViewSchema, ({ ctx, input }) => saveView(ctx.db, ctx.actor, input)),
  change: acts("event:search", changeViewSchema, ({ ctx, input }) => changeView(ctx.db, ctx.actor, input)),
  look: acts("event:search", oneViewSchema, ({ ctx, input }) => lookAtView(ctx.db, ctx.actor, input)),
  remove: acts("event:search", oneViewSchema, ({ ctx, input }) => removeView(ctx.db, ctx.actor, input)),
});
