// Places the items of each rank: close to their neighbors in other ranks, without overlaps.

import type { Item, Ranks } from './ranks';

/** Across a rank: width from top to bottom, height from left to right. */
export interface Span {
  readonly start: number;
  readonly size: number;
}

const GAP = 18;
const LANE = 6;
const ROUNDS = 12;

export function packed({ ranks }: Ranks, sizeOf: (item: Item) => number): Map<Item, Span> {
  const sizes = new Map(ranks.flat().map((item) => [item, item.card ? sizeOf(item) : LANE]));
  const size = (item: Item): number => sizes.get(item) ?? LANE;
  const whole = (items: readonly Item[]) => items.reduce((sum, item) => sum + size(item) + GAP, -GAP);
  const room = Math.max(0, ...ranks.map(whole));
  const starts = new Map<Item, number>();
  for (const items of ranks) {
    let start = (room - whole(items)) / 2;
    for (const item of items) {
      starts.set(item, start);
      start += size(item) + GAP;
    }
  }
  const center = (item: Item): number => (starts.get(item) ?? 0) + size(item) / 2;
  for (let round = 0; round < ROUNDS; round++) {
    for (const items of round % 2 === 0 ? ranks : [...ranks].reverse()) {
      const wanted = items.map((item) => {
        const around = item.neighbors.map(center);
        const middle = around.length === 0 ? center(item) : around.reduce((sum, x) => sum + x, 0) / around.length;
        return middle - size(item) / 2;
      });
      for (const [index, start] of fitted(items, wanted, room, size).entries()) starts.set(items[index] as Item, start);
    }
  }
  return new Map(ranks.flat().map((item) => [item, { start: Math.round(starts.get(item) ?? 0), size: size(item) }]));
}

/** Starts near the wanted ones, in order, without overlaps, and within the room. */
function fitted(
  items: readonly Item[],
  wanted: readonly number[],
  room: number,
  size: (item: Item) => number,
): number[] {
  const forward: number[] = [];
  let end = -GAP;
  for (const [index, item] of items.entries()) {
    const start = Math.max(wanted[index] ?? 0, end + GAP);
    forward.push(start);
    end = start + size(item);
  }
  const backward: number[] = [];
  let limit = room + GAP;
  for (const [index, item] of [...items.entries()].reverse()) {
    const start = Math.min(wanted[index] ?? 0, limit - GAP - size(item));
    backward[index] = start;
    limit = start;
  }
  // Between both: each of them keeps the order and the distances.
  const middle = items.map((_item, index) => ((forward[index] ?? 0) + (backward[index] ?? 0)) / 2);
  return inside(items, middle, room, size);
}

function inside(
  items: readonly Item[],
  starts: readonly number[],
  room: number,
  size: (item: Item) => number,
): number[] {
  const found = [...starts];
  let limit = room + GAP;
  for (const [index, item] of [...items.entries()].reverse()) {
    found[index] = Math.min(found[index] ?? 0, limit - GAP - size(item));
    limit = found[index] as number;
  }
  let end = -GAP;
  for (const [index, item] of items.entries()) {
    found[index] = Math.max(found[index] ?? 0, end + GAP);
    end = (found[index] as number) + size(item);
  }
  return found;
}
