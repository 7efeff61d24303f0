// Draws the corpus: the same items for the same seed.

import type { Breakage } from './breakage';
import { type Field, fields } from './fields';

export interface Item extends Breakage, Omit<Field, 'breakages'> {
  /** Its index in the corpus. */
  readonly at: number;
}

interface Pair {
  readonly field: Field;
  readonly breakage: Breakage;
}

/**
 * `count` items. Every breakage occurs once, at one of its fields, before any occurs twice. Rules take turns, so that
 * those with few breakages are included.
 */
export function draw(seed: number, count: number): Item[] {
  const random = generator(seed);
  const byBreakage = new Map<Breakage, Pair[]>();
  for (const field of fields) {
    for (const breakage of field.breakages) {
      byBreakage.set(breakage, [...(byBreakage.get(breakage) ?? []), { field, breakage }]);
    }
  }
  const rounds = [...byBreakage.values()].map((pairs) => shuffled(pairs, random));
  const longest = Math.max(...rounds.map((pairs) => pairs.length));
  const inTurn = Array.from({ length: longest }, (_, turn) =>
    takingTurns(
      shuffled(
        rounds.flatMap((pairs) => pairs[turn] ?? []),
        random,
      ),
    ),
  );
  return inTurn
    .flat()
    .slice(0, count)
    .map(({ field: { breakages: _, ...field }, breakage }, at) => ({ at, ...field, ...breakage }));
}

/** The first pair of every rule, then the second of every rule, and so on. */
function takingTurns(pairs: readonly Pair[]): Pair[] {
  const seen = new Map<string, number>();
  const placed = pairs.map((pair) => {
    const turn = seen.get(pair.breakage.rule) ?? 0;
    seen.set(pair.breakage.rule, turn + 1);
    return { pair, turn };
  });
  return placed.sort((a, b) => a.turn - b.turn).map(({ pair }) => pair);
}

function shuffled<T>(items: readonly T[], random: () => number): T[] {
  const result = [...items];
  for (let at = result.length - 1; at > 0; at--) {
    const other = Math.floor(random() * (at + 1));
    [result[at], result[other]] = [result[other] as T, result[at] as T];
  }
  return result;
}

/** Numbers from 0 to below 1: mulberry32. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
