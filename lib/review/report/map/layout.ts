// Places the boxes of a map, and the lines between them.

import type { Graph } from '../graph/model';
import { type Card, cardsOf, type Link, linksOf } from './cards';
import { packed, type Span } from './pack';
import { type Connection, type Direction, type Item, ranksOf } from './ranks';

export interface Placed {
  readonly card: Card;
  /** The upper left corner. */
  readonly x: number;
  readonly y: number;
}

export interface Route {
  readonly link: Link;
  /** The `d` of an SVG path. */
  readonly path: string;
}

export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly cards: readonly Placed[];
  readonly routes: readonly Route[];
}

/** Width of a page, in pixels. A wider map is laid out from top to bottom. */
const PAGE = 1200;
const MARGIN = 14;
/** Distance between ranks, for the lines. */
const BETWEEN = 58;
/** Distance between lines of different kinds between the same boxes. */
const APART = 5;

export function layoutOf(graph: Graph): Layout {
  const cards = cardsOf(graph);
  const links = linksOf(graph, cards);
  const across = arranged(cards, links, 'LR');
  if (across.width <= PAGE) return across;
  const down = arranged(cards, links, 'TB');
  return down.width < across.width ? down : across;
}

/** In the coordinates of a map from top to bottom: `x` is along a rank, `y` from rank to rank. */
interface Place {
  readonly x: Span;
  readonly y: Span;
  /** Of its rank. */
  readonly rank: Span;
}

function arranged(cards: readonly Card[], links: readonly Link[], direction: Direction): Layout {
  const ranks = ranksOf(cards, links, direction);
  const along = (item: Item): number => (direction === 'TB' ? (item.card?.width ?? 0) : (item.card?.height ?? 0));
  const deep = (item: Item): number => (direction === 'TB' ? (item.card?.height ?? 0) : (item.card?.width ?? 0));
  const spans = packed(ranks, along);
  const places = new Map<Item, Place>();
  let y = MARGIN;
  for (const items of ranks.ranks) {
    const depth = Math.max(0, ...items.map(deep));
    for (const item of items) {
      const { start, size } = spans.get(item) as Span;
      // Boxes begin at the upper edge of their rank; lanes cross all of it.
      const rank = { start: y, size: depth };
      places.set(item, {
        x: { start: start + MARGIN, size },
        y: item.card ? { start: y, size: deep(item) } : rank,
        rank,
      });
    }
    y += depth + BETWEEN;
  }
  const width = Math.max(0, ...[...places.values()].map(({ x }) => x.start + x.size)) + MARGIN;
  const height = y - BETWEEN + MARGIN;
  return {
    width: direction === 'TB' ? width : height,
    height: direction === 'TB' ? height : width,
    cards: [...places].flatMap(([{ card }, place]) => {
      if (!card) return [];
      const [x, top] = [place.x.start, place.y.start];
      return [{ card, x: direction === 'TB' ? x : top, y: direction === 'TB' ? top : x }];
    }),
    routes: routesOf(ranks.connections, places, direction),
  };
}

/** The ends of the lines are spread over the sides of the boxes, in the order of the other ends. */
function routesOf(connections: readonly Connection[], places: ReadonlyMap<Item, Place>, direction: Direction): Route[] {
  const center = (item: Item): number => {
    const { x } = places.get(item) as Place;
    return x.start + x.size / 2;
  };
  const ends = new Map<string, { readonly connection: Connection; readonly next: Item }[]>();
  const sideOf = (item: Item, next: Item, index: number) => `${index} ${next.rank > item.rank}`;
  const items = [...places.keys()];
  const add = (connection: Connection, item: Item, next: Item) => {
    const key = sideOf(item, next, items.indexOf(item));
    ends.set(key, [...(ends.get(key) ?? []), { connection, next }]);
  };
  for (const connection of connections) {
    const { from, to, lanes } = connection;
    add(connection, from, lanes[0] ?? to);
    add(connection, to, lanes.at(-1) ?? from);
  }
  for (const list of ends.values()) list.sort((a, b) => center(a.next) - center(b.next));
  const portOf = (connection: Connection, item: Item, next: Item): number => {
    const list = ends.get(sideOf(item, next, items.indexOf(item))) ?? [];
    const { x } = places.get(item) as Place;
    return x.start + (x.size * (list.findIndex((end) => end.connection === connection) + 1)) / (list.length + 1);
  };
  return connections.flatMap((connection) => {
    const { from, to, lanes, links } = connection;
    const isDown = to.rank > from.rank;
    /** Where a line enters or leaves an item, or its rank. */
    const edge = (item: Item, span: 'y' | 'rank', isEntry: boolean): number => {
      const { start, size } = (places.get(item) as Place)[span];
      return isEntry === isDown ? start : start + size;
    };
    return links.map((link, index) => {
      const by = (index - (links.length - 1) / 2) * APART;
      const [start, end] = [
        portOf(connection, from, lanes[0] ?? to) + by,
        portOf(connection, to, lanes.at(-1) ?? from) + by,
      ];
      const across = [
        { x: start, enter: edge(from, 'y', false), leave: edge(from, 'rank', false) },
        ...lanes.map((lane) => ({
          x: center(lane) + by,
          enter: edge(lane, 'rank', true),
          leave: edge(lane, 'rank', false),
        })),
        { x: end, enter: edge(to, 'rank', true), leave: edge(to, 'y', true) },
      ];
      return { link, path: pathOf(across, direction) };
    });
  });
}

/** A straight line across a rank, or a part of it. */
interface Across {
  readonly x: number;
  readonly enter: number;
  readonly leave: number;
}

/** Straight lines across ranks, and curves between them. */
function pathOf(across: readonly Across[], direction: Direction): string {
  const at = (x: number, y: number): string => {
    const [left, top] = direction === 'TB' ? [x, y] : [y, x];
    return `${Math.round(left * 10) / 10} ${Math.round(top * 10) / 10}`;
  };
  return across
    .map(({ x, enter, leave }, index) => {
      const before = across[index - 1];
      const middle = ((before?.leave ?? 0) + enter) / 2;
      const curve = before ? `C${at(before.x, middle)} ${at(x, middle)} ${at(x, enter)}` : `M${at(x, enter)}`;
      // The direction of an arrow is that of the last part.
      return enter === leave ? curve : `${curve}L${at(x, leave)}`;
    })
    .join('');
}
