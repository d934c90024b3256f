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
