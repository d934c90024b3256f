import { pino } from "pino";

/** One JSON line a happening on standard output, with event id and job id where there are; never personal data. */
export const log = pino({
  base: { pid: process.pid },
  timestamp: pino.stdTimeFunctions.isoTime,
  redact: ["password", "token", "*.password", "*.token", "authorization", "cookie"],
});
