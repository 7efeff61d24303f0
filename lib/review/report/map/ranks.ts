// The ranks of a map, with dagre: which boxes are next to each other, in which order, and between which of them edges pass.
// dagre's own coordinates spread a rank far more than a page is wide, so ./layout packs the ranks itself.

import { layout as arrange, Graph as DagreGraph } from '@dagrejs/dagre';
import type { Card, Link } from './cards';

/** A box in a rank, or the place where edges to one box cross the rank. */
export interface Item {
  readonly rank: number;
  /** Absent for a lane. */
  readonly card?: Card;
  /** Its neighbors in other ranks, for the placement. */
  readonly neighbors: Item[];
}

/** Edges between the same two boxes, in the direction of the first one. */
export interface Connection {
  readonly links: readonly Link[];
  readonly from: Item;
  readonly to: Item;
  /** The lanes between both, from the first to the last. */
  readonly lanes: readonly Item[];
}

export interface Ranks {
  /** From left to right. */
  readonly ranks: readonly (readonly Item[])[];
  readonly connections: readonly Connection[];
}

export type Direction = 'LR' | 'TB';

/** Traffic decides where boxes are; the others follow. */
const WEIGHTS = { traffic: 6, reference: 1, permission: 1 } as const;

interface Point {
  readonly x: number;
  readonly y: number;
}

export function ranksOf(cards: readonly Card[], links: readonly Link[], direction: Direction): Ranks {
  const graph = new DagreGraph();
  graph.setGraph({ rankdir: 'TB', nodesep: 20, ranksep: 50, edgesep: 10 });
  const idOf = new Map(cards.map((card, index) => [card, `c${index}`]));
  for (const [card, id] of idOf) {
    const { width, height } = card;
    graph.setNode(id, direction === 'TB' ? { width, height } : { width: height, height: width });
  }
  const pairs = new Map<string, Link[]>();
  for (const link of links) {
    const key = `${idOf.get(link.from)} ${idOf.get(link.to)}`;
    pairs.set(key, [...(pairs.get(key) ?? []), link]);
  }
  for (const [key, own] of pairs) {
    const [from = '', to = ''] = key.split(' ');
    graph.setEdge(from, to, { weight: own.reduce((sum, { kind }) => sum + WEIGHTS[kind], 0) });
  }
  arrange(graph);
  const placeOf = (id: string): Point => graph.node(id) as Point;
  const heights = [...new Set([...idOf.values()].map((id) => Math.round(placeOf(id).y)))].sort((a, b) => a - b);
  const itemOf = new Map(
    [...idOf].map(([card, id]) => [id, cardItem(card, heights.indexOf(Math.round(placeOf(id).y)))]),
  );
  const placed = [...itemOf].map(([id, item]) => ({ item, x: placeOf(id).x }));
  const lanes = new Map<string, { readonly item: Item; x: number; count: number }>();
  const connections = [...pairs].map(([key, own]): Connection => {
    const [from = '', to = ''] = key.split(' ');
    const [start, end] = [itemOf.get(from) as Item, itemOf.get(to) as Item];
    const { points } = graph.edge(from, to) as { readonly points: readonly Point[] };
    const between = steps(start.rank, end.rank).map((rank) => {
      const lane = `${to} ${rank}`;
      const x = crossing(points, heights[rank] ?? 0);
      const known = lanes.get(lane);
      if (known) {
        known.x += x;
        known.count++;
        return known.item;
      }
      const item: Item = { rank, neighbors: [] };
      lanes.set(lane, { item, x, count: 1 });
      return item;
    });
    const way = [start, ...between, end];
    for (const [index, item] of way.entries()) {
      const next = way[index + 1];
      if (!next) continue;
      item.neighbors.push(next);
      next.neighbors.push(item);
    }
    return { links: own, from: start, to: end, lanes: between };
  });
  const all = [...placed, ...[...lanes.values()].map(({ item, x, count }) => ({ item, x: x / count }))];
  const ranks = heights.map((_height, rank) =>
    all
      .filter(({ item }) => item.rank === rank)
      .sort((a, b) => a.x - b.x)
      .map(({ item }) => item),
  );
  return { ranks, connections };
}

const cardItem = (card: Card, rank: number): Item => ({ rank, card, neighbors: [] });

/** The ranks between two, in the direction from the first to the last. */
function steps(from: number, to: number): number[] {
  const count = Math.max(0, Math.abs(to - from) - 1);
  const sign = to > from ? 1 : -1;
  return Array.from({ length: count }, (_, index) => from + sign * (index + 1));
}

/** Where a line through the points crosses a height. */
function crossing(points: readonly Point[], y: number): number {
  for (const [index, point] of points.entries()) {
    const next = points[index + 1];
    if (!next) return point.x;
    if ((point.y - y) * (next.y - y) > 0) continue;
    const share = next.y === point.y ? 0 : (y - point.y) / (next.y - point.y);
    return point.x + share * (next.x - point.x);
  }
  return 0;
}
