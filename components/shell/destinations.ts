import {
  BookOpenText,
  FileLock2,
  House,
  ListTree,
  type LucideIcon,
  Network,
  Radio,
  Repeat2,
  ScrollText,
  Settings,
  TableProperties,
  UserRound,
  Users,
} from "lucide-react";
import type { Permission } from "#server/vocabulary/roles";

export type DestinationName =
  | "home"
  | "members"
  | "events"
  | "records"
  | "publication"
  | "republish"
  | "subscribers"
  | "links"
  | "files"
  | "catalog"
  | "accessRecords"
  | "settings";

/** `key`: pressed after g, it goes there. */
type Destination = { name: DestinationName; href: string; icon: LucideIcon; needs: Permission; key?: string };

/** The pages of the console and what one must be allowed in order to open them. */
export const destinations: readonly Destination[] = [
  { name: "home", href: "/", icon: House, needs: "self", key: "h" },
  { name: "members", href: "/members", icon: UserRound, needs: "member:open", key: "m" },
  { name: "events", href: "/events", icon: ListTree, needs: "event:search", key: "e" },
  { name: "records", href: "/records", icon: TableProperties, needs: "event:search" },
  { name: "publication", href: "/publication", icon: Radio, needs: "publication:see", key: "p" },
  { name: "republish", href: "/republish", icon: Repeat2, needs: "republish:see", key: "r" },
  { name: "subscribers", href: "/subscribers", icon: Users, needs: "subscriber:see", key: "s" },
  { name: "links", href: "/links", icon: Network, needs: "event:search", key: "l" },
  { name: "files", href: "/files", icon: FileLock2, needs: "file:see" },
  { name: "catalog", href: "/catalog", icon: BookOpenText, needs: "event:show", key: "c" },
  { name: "accessRecords", href: "/access-records", icon: ScrollText, needs: "access-record:see" },
  { name: "settings", href: "/settings", icon: Settings, needs: "self" },
];
