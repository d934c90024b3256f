type Ask = () => Promise<boolean>;

let asks: Ask | null = null;
let running: Promise<boolean> | null = null;

/** Names what asks the person to show again who they are: the frame does, while it is shown. */
export function setAsk(ask: Ask | null): void {
  asks = ask;
}

/** Asks the person to show again who they are; several calls that need it at once ask once. False when they do not. */
export function askForProof(): Promise<boolean> {
  running ??= (asks?.() ?? Promise.resolve(false)).finally(() => {
    running = null;
  });
  return running;
}
