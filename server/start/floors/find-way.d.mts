export function findWay(imports: Map<string, Set<string>>, from: string, to: string): string[] | null;
