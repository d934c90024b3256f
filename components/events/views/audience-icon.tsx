"use client";

import { Bookmark, UsersRound } from "lucide-react";
import type { SavedView } from "#server/vocabulary/explore/saved-view";

/** A view of the team tells itself from one's own. */
export function AudienceIcon({ view }: { view: SavedView }) {
  const Icon = view.audience === "team" ? UsersRound : Bookmark;
  return <Icon aria-hidden className="size-4 shrink-0 text-ink-faint" />;
}
