import type { Db } from "../../db.ts";
import type { MemberscopeMessage } from "../../messaging/message.ts";
import type { SayObjection } from "../outside/member-system-client.ts";
import type { AskLatest, LatestMember } from "./ask-member-details.ts";
import type { FamilyOutcome } from "./family-inbox.ts";
import type { TellHistory } from "./record-family-event.ts";

/** Decides by the latest state whether a member must leave the family. */
export type WithdrawRule = (latest: LatestMember) => boolean;

/** What the family account system has: its own database, which sees neither events nor members, and its ways to others. */
export type FamilyParts = {
  db: Db;
  askLatest: AskLatest;
  object: SayObjection;
  tell: TellHistory;
  mustWithdraw?: WithdrawRule;
};

/** Handles one message; throws to have it come again. */
export type FamilyHandler = (message: MemberscopeMessage) => Promise<FamilyOutcome | "handled before">;
