import type { LinkedMember, Links, SharedLink } from "#server/vocabulary/explore/links";

type DrawnMember = { memberId: string; isSuspended: boolean };

/** A member or a value in its column; `row` may lie between two others. */
export type GraphNode = { key: string; column: number; row: number } & (
  | { member: DrawnMember; value?: never }
  | { value: SharedLink; member?: never }
);

/** That a member had a value. */
type GraphEdge = { from: string; to: string; value: SharedLink; member: LinkedMember };

/** The drawing of links: nodes in columns, edges between them, and how many values and members had no room. */
type LinkGraph = { nodes: GraphNode[]; edges: GraphEdge[]; columns: number; rows: number; left: number };

/** More in one column cannot be read. */
const MOST_IN_COLUMN = 24;

/**
 * Lays links out in columns: the value asked for, its members, what else these share, and with whom. Of a member asked for, the
 * member, the shared values, the others. The same links give the same picture.
 *
 * @param memberId whose links they are, where a member was asked for.
 */
export function layOutLinks({ root, shared }: Pick<Links, "root" | "shared">, memberId: string | null): LinkGraph {
  const allNear: readonly DrawnMember[] = root?.members ?? (memberId === null ? [] : [ownOf(shared, memberId)]);
  const near = allNear.slice(0, MOST_IN_COLUMN);
  const nearIds = new Set(near.map((one) => one.memberId));
  const values = shared
    .filter(({ members }) => members.some((one) => nearIds.has(one.memberId)))
    .slice(0, MOST_IN_COLUMN);
  const others = values.flatMap(({ members }) => members).filter((one) => !nearIds.has(one.memberId));
  const allFar = [...new Map(others.map((one) => [one.memberId, one])).values()];
  const far = allFar.slice(0, MOST_IN_COLUMN);
  const columns: GraphNode[][] = [
    ...(root === null ? [] : [[valueNode(root)]]),
    near.map(memberNode),
    values.map(valueNode),
    far.map(memberNode),
  ].filter((column) => column.length > 0);
  const rows = Math.max(1, ...columns.map((column) => column.length));
  const nodes = columns.flatMap((column, at) =>
    // Each stands in the middle of the height of the longest.
    column.map((node, row): GraphNode => ({ ...node, column: at, row: (rows - column.length) / 2 + row })),
  );
  const drawn = new Set(nodes.map(({ key }) => key));
  const edges = [...(root === null ? [] : [root]), ...values].flatMap((value) =>
    value.members.flatMap((member): GraphEdge[] => {
      const [from, to] = [keyOfValue(value), keyOfMember(member.memberId)];
      return drawn.has(to) ? [{ from, to, value, member }] : [];
    }),
  );
  const left = allNear.length - near.length + shared.length - values.length + allFar.length - far.length;
  return { nodes, edges, columns: columns.length, rows, left };
}

function valueNode(value: SharedLink): GraphNode {
  return { key: keyOfValue(value), column: 0, row: 0, value };
}

function memberNode(member: DrawnMember): GraphNode {
  return { key: keyOfMember(member.memberId), column: 0, row: 0, member };
}

function ownOf(shared: readonly SharedLink[], memberId: string): DrawnMember {
  const found = shared.flatMap(({ members }) => members).find((one) => one.memberId === memberId);
  return { memberId, isSuspended: found?.isSuspended ?? false };
}

function keyOfValue({ kind, value }: SharedLink): string {
  return `${kind} ${value}`;
}

function keyOfMember(memberId: string): string {
  return `member ${memberId}`;
}
