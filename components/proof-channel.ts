/** On it the window in which the identity provider asked tells the page that waits that it is done. */
const CHANNEL = "memberscope-proof";

/** Tells every page of this browser that the person has shown again who they are. */
export function tellProved(): void {
  const channel = new BroadcastChannel(CHANNEL);
  channel.postMessage("proved");
  channel.close();
}

/** Calls back when another window tells so; gives what stops it. The server checks the proof itself. */
export function whenProved(told: () => void): () => void {
  const channel = new BroadcastChannel(CHANNEL);
  channel.onmessage = told;
  return () => channel.close();
}
