import type { ActContext } from "../../members/act-context.ts";
import type { Random } from "./random.ts";

/** A device that somebody acts with; its address is where it mostly is. */
export type Device = { id: string; model: string; channel: ActContext["channel"]; ip: string };

const phones = [
  "Galaxy S24",
  "Galaxy S23",
  "Galaxy Z Flip6",
  "Galaxy A54",
  "iPhone 16",
  "iPhone 15 Pro",
  "iPhone 13",
] as const;
const others = ["MacBook", "Windows PC", "iPad", "Galaxy Tab"] as const;
const appVersions = ["12.6.1", "12.6.0", "12.5.2", "12.4.0", "11.9.3"] as const;

/** Address blocks for examples (RFC 5737): they belong to nobody. */
const homeBlocks = ["192.0.2", "198.51.100", "203.0.113"] as const;

/** Invents a device: a phone with the app and a mobile address (RFC 3849 block), or something at home with a browser. */
export function inventDevice(random: Random, isPhone: boolean): Device {
  const model = isPhone ? random.pick(phones) : random.pick(others);
  const mark = random.between(0, 0xffffff).toString(16).padStart(6, "0");
  return {
    id: `${model.toLowerCase().replaceAll(" ", "-")}-${mark}`,
    model,
    channel: isPhone ? "app" : "web",
    ip: isPhone
      ? `2001:db8:${random.between(1, 4000).toString(16)}:${random.between(1, 65_535).toString(16)}::${random.between(1, 250)}`
      : `${random.pick(homeBlocks)}.${random.between(1, 254)}`,
  };
}

/** What the context of an act with this device says. */
export function contextOf(random: Random, device: Device): ActContext {
  return {
    deviceId: device.id,
    ip: device.ip,
    channel: device.channel,
    device: device.model,
    ...(device.channel === "app" ? { appVersion: random.pick(appVersions) } : {}),
    country: "KR",
  };
}

/** The context of what the family account system adds to a history. */
export const addedByFamilyAccount = { channel: "service" } as const;

/** The context of what a task does that was due. */
export const doneBySchedule = { channel: "schedule" } as const;

/** The context of what staff of the member system do. */
export function inOffice(by: string): { channel: string; by: string } {
  return { channel: "office", by };
}
