import type { JsonValue } from "../vocabulary/member-event.ts";

/** Where and how a member acts; becomes the event's context. Holds no personal value besides device and IP address. */
export type ActContext = {
  deviceId: string;
  ip: string;
  channel: "app" | "web";
  /** The device's model, as people call it. */
  device?: string;
  appVersion?: string;
  /** ISO 3166-1 alpha-2. */
  country?: string;
};

/** What is known where no member acts: staff of the member system, or a task that was due. */
export type OfficeContext = { channel: "office" | "schedule"; by?: string };

/** The context of an act that follows another: as much as that one knew. */
export type GivenContext = Record<string, JsonValue>;
