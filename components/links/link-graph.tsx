"use client";

import { useTranslations } from "use-intl";
import { PageLink } from "#components/ui/page-link";
import type { LinkKind, Links } from "#server/vocabulary/explore/links";
import { plainValue } from "#server/vocabulary/sentence/plain-value";
import { type GraphNode, layOutLinks } from "./link-graph-layout.ts";
import { linksHref, proofHref } from "./link-href.ts";

const COLUMN = 250;
const ROW = 34;
const MARGIN = 20;
/** A name longer than this is cut; the whole one is its title. */
const LONGEST = 22;

/** Who shares what as a picture: values and members in columns, told apart by shape; each line opens the events that prove it. */
export function LinkGraph({ links, memberId }: { links: Links; memberId: string | null }) {
  const t = useTranslations("links");
  const say = useSayNode();
  const { nodes, edges, columns, rows, left } = layOutLinks(links, memberId);
  const placeOf = ({ column, row }: GraphNode) => ({ x: MARGIN + column * COLUMN, y: MARGIN + row * ROW });
  const places = new Map(nodes.map((node) => [node.key, placeOf(node)]));
  const [width, height] = [columns * COLUMN, 2 * MARGIN + (rows - 1) * ROW];
  return (
    <div className="overflow-x-auto px-4 pb-3">
      {/* biome-ignore lint/a11y/useSemanticElements: a drawing with links in it is no fieldset. */}
      <svg
        role="group"
        aria-label={t("graph")}
        width={width}
        height={height}
        viewBox={`0 0 ${width} ${height}`}
        className="text-meta"
      >
        {edges.map(({ from, to, value, member }) => {
          const [one, other] = [places.get(from), places.get(to)];
          if (one === undefined || other === undefined) return null;
          const [begin, end] = one.x < other.x ? [one, other] : [other, one];
          const middle = (begin.x + end.x) / 2;
          const path = `M${begin.x + 12} ${begin.y}C${middle + 50} ${begin.y} ${middle + 10} ${end.y} ${end.x - 12} ${end.y}`;
          const name = t("edge", { member: member.memberId, value: say.value(value), count: member.events });
          return (
            <PageLink key={`${from} ${to}`} href={proofHref(value, member)} aria-label={name} className="group">
              <title>{name}</title>
              <path d={path} className="fill-none stroke-transparent" strokeWidth={24} />
              <path
                d={path}
                className="fill-none stroke-line-strong group-hover:stroke-accent group-focus-visible:stroke-accent"
                strokeWidth={Math.min(4, 1 + Math.log10(member.events))}
              />
            </PageLink>
          );
        })}
        {nodes.map((node) => {
          const { x, y } = placeOf(node);
          return (
            <PageLink key={node.key} href={hrefOf(node)} aria-label={say.node(node)} className="group">
              <title>{say.node(node)}</title>
              <rect
                x={x - 14}
                y={y - 14}
                width={COLUMN - 70}
                height={28}
                rx={6}
                className="fill-surface group-hover:fill-raised"
              />
              <NodeShape node={node} x={x} y={y} />
              <text
                x={x + 16}
                y={y + 4}
                className={node.member?.isSuspended ? "fill-failed font-medium" : "fill-ink group-hover:fill-accent"}
              >
                {say.short(node)}
              </text>
            </PageLink>
          );
        })}
      </svg>
      {left > 0 && <p className="text-meta text-ink-faint">{t("notDrawn", { count: left })}</p>}
    </div>
  );
}

function hrefOf(node: GraphNode): string {
  return node.value === undefined ? `/members/${encodeURIComponent(node.member.memberId)}` : linksHref(node.value);
}

const marks: Record<LinkKind, string> = {
  device: "M-7 -9H7V9H-7Z",
  ip: "M0 -11L11 0L0 11L-11 0Z",
  email: "M-10 -7H10V7H-10ZM-10 -7L0 2L10 -7",
  phone: "M-9 0L-4.5 -9H4.5L9 0L4.5 9H-4.5Z",
};

/** A circle is a member, crossed when suspended; a box a device, a diamond an address, an envelope an e-mail, a hexagon a phone. */
function NodeShape({ node, x, y }: { node: GraphNode; x: number; y: number }) {
  const transform = `translate(${x} ${y})`;
  if (node.value !== undefined) {
    const { kind, isHub } = node.value;
    return (
      <path
        d={marks[kind]}
        transform={transform}
        className="fill-accent-soft stroke-accent"
        strokeWidth={isHub ? 3 : 1.5}
      />
    );
  }
  const { isSuspended } = node.member;
  return (
    <g
      transform={transform}
      className={isSuspended ? "fill-failed-soft stroke-failed" : "fill-raised stroke-ink-soft"}
      strokeWidth={1.5}
    >
      <circle r={9} />
      {isSuspended && <path d="M-6 6L6 -6" />}
    </g>
  );
}

function useSayNode() {
  const t = useTranslations("links");
  const value = ({ kind, value: whole, masked }: { kind: LinkKind; value: string; masked: string | null }) =>
    `${t(`kinds.${kind}`)} ${plainValue(masked ?? whole)}`;
  const node = ({ member, value: shared }: GraphNode) => {
    if (shared !== undefined) return `${value(shared)}, ${t("members", { count: shared.memberCount })}`;
    const name = t("member", { id: plainValue(member.memberId) });
    return member.isSuspended ? `${name}, ${t("suspended")}` : name;
  };
  const short = ({ member, value: shared }: GraphNode) => {
    const name = plainValue(shared === undefined ? member.memberId : (shared.masked ?? shared.value));
    const cut = name.length > LONGEST ? `${name.slice(0, LONGEST - 1)}…` : name;
    if (shared?.isHub) return `${cut.slice(0, LONGEST - 8)} · ${t("members", { count: shared.memberCount })}`;
    return member?.isSuspended ? `${cut} · ${t("suspended")}` : cut;
  };
  return { value, node, short };
}
