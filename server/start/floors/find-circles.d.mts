export function findCircles(graph: Map<string, Set<string>>): string[][];
