// How one file comes to load another. Plain JavaScript on Node 20 built-ins.

/**
 * The shortest way by imports.
 *
 * @param {Map<string, Set<string>>} imports what each file imports
 * @param {string} from
 * @param {string} to a file or a package
 * @returns {string[] | null} the files of the way, both ends with them; null when there is none
 */
export function findWay(imports, from, to) {
  const cameFrom = new Map([[from, null]]);
  for (const file of cameFrom.keys()) {
    if (file === to) return trace(cameFrom, to);
    for (const next of imports.get(file) ?? []) if (!cameFrom.has(next)) cameFrom.set(next, file);
  }
  return null;
}

function trace(cameFrom, to) {
  const way = [];
  for (let file = to; file !== null; file = cameFrom.get(file)) way.unshift(file);
  return way;
}
