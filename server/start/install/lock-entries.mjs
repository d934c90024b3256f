// What package-lock.json leaves unsaid. Plain JavaScript on Node 20 built-ins.

/**
 * The optional packages that some package names and the lockfile has no entry for. One such hole makes `npm ci` fail on
 * every machine ("Missing: ... from lock file").
 *
 * @returns {string[]} each as `name@version`.
 */
export function findMissingEntries(lock) {
  const missing = [];
  for (const [path, entry] of Object.entries(lock.packages)) {
    const holder = path === "" ? "" : path.slice(0, path.lastIndexOf("node_modules/"));
    for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
      const places = [`${path}/node_modules/${name}`, `${holder}node_modules/${name}`, `node_modules/${name}`];
      if (!places.some((place) => lock.packages[place] !== undefined)) missing.push(`${name}@${version}`);
    }
  }
  return missing;
}

/** The paths of entries that say nothing about what the package must contain. One that is bundled comes inside another, whose checksum covers it. */
export function findEntriesWithoutIntegrity(lock) {
  return Object.entries(lock.packages)
    .filter(([path, entry]) => path !== "" && !entry.link && !entry.inBundle && entry.integrity === undefined)
    .map(([path]) => path)
    .sort();
}
