// The boxes of a map: the objects of a component, in the order of their stages.

import { STAGES } from '../../../k8s/stage';
import { CLUSTER, type EdgeKind, type Graph, type GraphEdge, type GraphNode } from '../graph/model';
import { shortKind } from './kinds';

export interface Row {
  readonly node: GraphNode;
  /** The name, shortened to fit. */
  readonly text: string;
  /** Relative to the box. */
  readonly x: number;
  readonly y: number;
}

export interface Card {
  readonly title: string;
  readonly place: GraphNode['place'];
  readonly rows: readonly Row[];
  /** Where a stage begins, relative to the box. */
  readonly stages: readonly { readonly name: string; readonly y: number }[];
  readonly width: number;
  readonly height: number;
}

/** All edges of one kind between two boxes. */
export interface Link {
  readonly from: Card;
  readonly to: Card;
  readonly kind: EdgeKind;
  /** Whether no edge gets through. */
  readonly blocked: boolean;
  readonly edges: readonly GraphEdge[];
}

export const HEAD = 26;
export const ROW = 19;
const STAGE = 15;
const FOOT = 6;
/** Width of a character of a name, and what is around it. */
const CHARACTER = 6.65;
const AROUND = 74;
const LONGEST = 30;
/** Boxes around the release get columns of this many rows. */
const COLUMN = 5;

export function cardsOf({ nodes }: Graph): Card[] {
  const groups = new Map<string, GraphNode[]>();
  for (const node of nodes) groups.set(node.component, [...(groups.get(node.component) ?? []), node]);
  return [...groups].map(([title, own]) =>
    own[0]?.place === 'release' ? stagedCard(title, own) : plainCard(title, own),
  );
}

function stagedCard(title: string, nodes: readonly GraphNode[]): Card {
  const rows: Row[] = [];
  const stages: { name: string; y: number }[] = [];
  let y = HEAD;
  for (const stage of STAGES) {
    const own = nodes.filter((node) => node.stage === stage);
    if (own.length === 0) continue;
    stages.push({ name: stage, y });
    y += STAGE;
    for (const node of own) {
      rows.push({ node, text: shortened(node.name), x: 0, y });
      y += ROW;
    }
  }
  return { title, place: 'release', rows, stages, width: widthOf(title, rows), height: y + FOOT };
}

/** Hosts, or objects that are not in the release: in columns. */
function plainCard(title: string, nodes: readonly GraphNode[]): Card {
  const columns = Math.ceil(nodes.length / COLUMN);
  const perColumn = Math.ceil(nodes.length / columns);
  const texts = nodes.map((node) => ({ node, text: shortened(nameOf(node)) }));
  const width = widthOf(title, texts);
  const rows = texts.map(({ node, text }, index) => ({
    node,
    text,
    x: Math.floor(index / perColumn) * width,
    y: HEAD + (index % perColumn) * ROW,
  }));
  const place = nodes[0]?.place ?? 'outside';
  return { title, place, rows, stages: [], width: width * columns, height: HEAD + perColumn * ROW + FOOT };
}

const nameOf = ({ kind, name }: GraphNode): string => (kind === 'Port of the node' ? `node port ${name}` : name);

function widthOf(title: string, rows: readonly { readonly node: GraphNode; readonly text: string }[]): number {
  const longest = Math.max(title.length + 4, ...rows.map(({ text }) => text.length));
  return Math.ceil(longest * CHARACTER + AROUND);
}

/** Cut in the middle: both ends of a name tell objects apart. */
function shortened(name: string): string {
  if (name.length <= LONGEST) return name;
  const half = Math.floor((LONGEST - 1) / 2);
  return `${name.slice(0, half)}…${name.slice(-half)}`;
}

/** What is drawn between boxes. Edges inside a box are in the details of its objects. */
export function linksOf({ edges }: Graph, cards: readonly Card[]): Link[] {
  const cardOf = new Map(cards.flatMap((card) => card.rows.map(({ node }) => [node.id, card] as const)));
  const links = new Map<string, { from: Card; to: Card; kind: EdgeKind; edges: GraphEdge[] }>();
  for (const edge of edges) {
    const [from, to] = [cardOf.get(edge.from), cardOf.get(edge.to)];
    if (!from || !to || from === to) continue;
    const key = JSON.stringify([from.title, to.title, edge.kind]);
    const link = links.get(key);
    if (link) link.edges.push(edge);
    else links.set(key, { from, to, kind: edge.kind, edges: [edge] });
  }
  return [...links.values()].map((link) => ({
    ...link,
    blocked: link.edges.every(({ blocked }) => blocked !== undefined),
  }));
}

/** `Deployment daytona-api, component api, stage main` */
export function spokenName({ kind, name, place, component, stage }: GraphNode): string {
  const where =
    place === 'release' ? `component ${component}, stage ${stage}` : component === CLUSTER ? CLUSTER : component;
  return `${kind} ${name}, ${where}`;
}

export { shortKind };
