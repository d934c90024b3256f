/** The part of the SDK that speaks, and its own level: nobody who reads an outage needs either. */
const SPEAKER = /^@[\w-]+\/[\w-]+\s*(?::\w+)?\s*-\s*(?:\[\w+\]\s*)?/;

/**
 * What a failed call of the AWS SDK says, for people: `name: message`, the name
 * only where it says something. Where there is no message, as of a connection that
 * every address of a host refused, the network's code stands for it.
 */
export function faultText(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const message = error.message.replace(SPEAKER, "") || codeOf(error);
  if (message === "") return error.name;
  return error.name === "Error" ? message : `${error.name}: ${message}`;
}

/** Node's code of a network error, else "". */
export function codeOf(error: Error): string {
  return "code" in error && typeof error.code === "string" ? error.code : "";
}
