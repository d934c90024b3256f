/** Runs once when the server process starts; never during a build, which ends its workers by signal. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  const { startWebProcess } = await import("#server/trpc/process/start-web-process");
  const { exitWithParent } = await import("#server/start/supervise/exit-with-parent");
  exitWithParent();
  startWebProcess();
}
