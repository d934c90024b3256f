import { awaitObjections } from "./await-objections.ts";
import { logOutElsewhere } from "./log-out-elsewhere.ts";
import { logOutOthersHere } from "./log-out-others-here.ts";
import { notifyPasswordChange } from "./notify-password-change.ts";
import type { Policy } from "./policy.ts";
import { recordDevice } from "./record-device.ts";
import { remindUnverified } from "./remind-unverified.ts";
import { takeBackObjected } from "./take-back-objected.ts";

/** Every policy that runs; one that is not here does nothing. */
export const policies: readonly Policy[] = [
  logOutElsewhere,
  logOutOthersHere,
  recordDevice,
  notifyPasswordChange,
  remindUnverified,
  awaitObjections,
  takeBackObjected,
];
