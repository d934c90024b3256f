// Finds what imports itself by way of others. Plain JavaScript on Node 20 built-ins.

/**
 * The circles of a graph: groups in which each can be reached from each other.
 *
 * @param {Map<string, Set<string>>} graph for each name those it leads to.
 * @returns {string[][]} a walk round each circle, from its first name in the alphabet back to that name.
 */
export function findCircles(graph) {
  const circles = [];
  const seen = new Set();
  for (const start of [...graph.keys()].sort()) {
    if (seen.has(start)) continue;
    const walk = walkBack(graph, start);
    if (walk === null) continue;
    circles.push(walk);
    for (const name of graph.keys()) {
      if (leadsTo(graph, start, name) && leadsTo(graph, name, start)) seen.add(name);
    }
  }
  return circles;
}

/** The shortest walk from a name back to itself; null when there is none. */
function walkBack(graph, start) {
  const cameFrom = new Map();
  const waiting = [start];
  for (const name of waiting) {
    for (const next of graph.get(name) ?? []) {
      if (next === start) return [...wayTo(cameFrom, name, start), start];
      if (cameFrom.has(next)) continue;
      cameFrom.set(next, name);
      waiting.push(next);
    }
  }
  return null;
}

function wayTo(cameFrom, name, start) {
  const way = [name];
  for (let at = name; at !== start; at = cameFrom.get(at)) way.unshift(cameFrom.get(at));
  return way;
}

function leadsTo(graph, from, to) {
  const reached = new Set([from]);
  for (const name of reached) for (const next of graph.get(name) ?? []) reached.add(next);
  return reached.has(to);
}
