import { findContact, findContactSchema } from "../event-storage/links/find-contact.ts";
import { mostShared, mostSharedSchema } from "../event-storage/links/most-shared.ts";
import { memberLinks, memberLinksSchema, showLinks, showLinksSchema } from "../event-storage/links/show-links.ts";
import { router, shows, tells } from "./procedure.ts";

/** Who shares a device, an address or a contact with whom. */
export const linksRouter = router({
  show: shows("event:search", showLinksSchema, ({ ctx, input }) => showLinks(ctx.db, ctx.actor, input)),
  ofMember: shows("event:search", memberLinksSchema, ({ ctx, input }) => memberLinks(ctx.db, ctx.actor, input)),
  contact: shows("event:search", findContactSchema, ({ ctx, input }) => findContact(ctx.db, ctx.actor, input)),
  mostShared: tells("event:search", mostSharedSchema, ({ ctx, input }) => mostShared(ctx.db, ctx.actor, input)),
});
