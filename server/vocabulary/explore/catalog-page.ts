import { z } from "zod";
import type { InLanguages } from "../languages.ts";
import type { CatalogAction, Family, LayerName } from "../member-event.ts";
import { zones } from "../time/time-zone.ts";

/** One action of the catalog, its days counted in a zone. */
export const oneActionSchema = z
  .object({ action: z.string().min(1).max(100), zone: z.enum(zones).default("Asia/Seoul") })
  .strict();
export type OneAction = z.infer<typeof oneActionSchema>;

/** In which zone days begin. */
export const actionVolumesSchema = z.object({ zone: z.enum(zones).default("Asia/Seoul") }).strict();

/** How many events each action had on each day, today's so far; actions without any are left out. */
export type ActionVolumes = {
  /** Where the days begin, and the end of the last: ISO 8601, one more than there are days. */
  edges: string[];
  actions: { name: string; days: number[] }[];
  asOf: string;
};

/** How readers see an attribute of an event that was stored with the version before. */
export type UpcastStep = { was: string; values?: Record<string, PlainValue> | undefined } | { to: PlainValue };
type PlainValue = string | number | boolean | null;

/** One version of an action, as it was pushed. */
export type ActionVersion = {
  version: number;
  external: boolean;
  attributes: CatalogAction["attributes"];
  required: string[];
  sentence: InLanguages;
  /** Attributes of events of the version before, as readers see them; null where they need no change. */
  upcast: { attributes: Record<string, UpcastStep> } | null;
};

/**
 * Where events of an action come from, of the newest: in which channel somebody acted, or which event's effect they are
 * (`caused`), and which other system gave them (`source`).
 */
export type ActionOrigin = {
  channel: string | null;
  source: string | null;
  caused: boolean;
  imported: boolean;
  events: number;
  newest: string;
};

/** The page of one action, newest version first. */
export type ActionDossier = {
  name: string;
  family: Family;
  currentVersion: number;
  versions: ActionVersion[];
  volumes: { edges: string[]; days: number[] };
  /** `looked` is how many of the newest events were looked at for it; more than that were not. */
  origins: { looked: number; isAll: boolean; list: ActionOrigin[] };
  asOf: string;
};

/** Who takes events of which actions, by the registered policy: all of them, or what depends on the event. */
export type ActionListener = {
  id: string;
  layer: LayerName;
  description: InLanguages;
  takes: Record<string, "all" | "some">;
};
