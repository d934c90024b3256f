// What package-lock.json says about optional packages for other platforms. Plain JavaScript on Node 20 built-ins.

const operatingSystems = {
  aix: "aix",
  android: "android",
  darwin: "darwin",
  freebsd: "freebsd",
  linux: "linux",
  netbsd: "netbsd",
  openbsd: "openbsd",
  openharmony: "openharmony",
  sunos: "sunos",
  wasi: undefined,
  win: "win32",
  win32: "win32",
  windows: "win32",
};
const processors = ["arm64", "x64", "ia32", "ppc64", "s390x", "riscv64", "loong64", "mips64el", "wasm32", "arm"];

/**
 * The optional packages that some package names and the lockfile has no entry for. One such hole makes `npm ci` fail on
 * every machine ("Missing: ... from lock file").
 *
 * @returns {{ path: string, name: string, version: string, isDev: boolean }[]} where each entry belongs.
 */
export function findMissingEntries(lock) {
  const missing = [];
  for (const [path, entry] of Object.entries(lock.packages)) {
    const holder = path === "" ? "" : path.slice(0, path.lastIndexOf("node_modules/"));
    for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
      const places = [`${path}/node_modules/${name}`, `${holder}node_modules/${name}`, `node_modules/${name}`];
      if (places.some((place) => lock.packages[place] !== undefined)) continue;
      missing.push({ path: `${holder}node_modules/${name}`, name, version, isDev: entry.dev === true });
    }
  }
  return missing;
}

/** The paths of entries that say nothing about what the package must contain. */
export function findEntriesWithoutIntegrity(lock) {
  return Object.entries(lock.packages)
    .filter(([path, entry]) => path !== "" && entry.link !== true && entry.integrity === undefined)
    .map(([path]) => path)
    .sort();
}

/**
 * An entry for a package that the registry in use did not have: which platform it is for, and no integrity.
 *
 * @throws when the name does not tell the platform, or the version is not exact.
 */
export function makeEntry({ name, version, isDev }) {
  if (!/^\d+\.\d+\.\d+/.test(version)) throw new Error(`${name}@${version}: only an exact version can be locked.`);
  const words = name.split("/").at(-1).split("-");
  const cpu = processors.find((processor) => words.includes(processor)) ?? processorOfAbi(words);
  const os = words.map((word) => operatingSystems[word]).find((system) => system !== undefined);
  if (cpu === undefined && os === undefined) throw new Error(`${name}: its name does not tell the platform.`);
  return {
    version,
    ...(cpu === undefined ? {} : { cpu: [cpu] }),
    ...(isDev ? { dev: true } : {}),
    ...(words.includes("musl") ? { libc: ["musl"] } : {}),
    ...(words.includes("gnu") && os === "linux" ? { libc: ["glibc"] } : {}),
    optional: true,
    ...(os === undefined ? {} : { os: [os] }),
    ...(/^node-(bin-)?(darwin|linux)-/.test(name) ? { bin: { node: "bin/node" } } : {}),
  };
}

/** Names such as `arm-gnueabihf` name the processor first; it is found already. This is for `armv7` and the like. */
function processorOfAbi(words) {
  return words.some((word) => word.startsWith("armv")) ? "arm" : undefined;
}
