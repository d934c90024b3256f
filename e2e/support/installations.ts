/**
 * How many workers the browser tests have. Each has an installation of its own, so that a test may stop a layer, kill a
 * process or count records without another one's test beside it.
 */
export const WORKERS = Number(process.env.E2E_WORKERS || 2);

/** One started Memberscope for the tests of one worker. */
type Installation = { baseURL: string; port: number; dataDirectory: string };

/** The installation of a worker; workers count from 0. */
export function installationOf(worker: number): Installation {
  const port = Number(process.env.E2E_PORT || 3199) + worker;
  return { baseURL: `http://127.0.0.1:${port}`, port, dataDirectory: `.data-e2e-${worker + 1}` };
}

/** The installation of the worker that asks. */
export function ownInstallation(): Installation {
  return installationOf(Number(process.env.TEST_PARALLEL_INDEX ?? 0));
}
