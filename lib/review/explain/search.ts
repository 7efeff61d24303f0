// Finds the few values that affect a field by changing groups of values at once.

import type { Change } from './change';
import type { Leaf } from './leaves';

/** What happens to the field; `fails` if the changed values cannot be rendered. */
export type Outcome = 'same' | 'differs' | 'fails';

export interface Found {
  readonly sources: readonly Leaf[];
  /** Values that cannot be changed because nothing renders without them, so their effect is unknown. */
  readonly untried: readonly Leaf[];
}

/** Maximum group size: in small groups, one value rarely hides the effect of another. */
const GROUP = 24;

/**
 * Changes values in groups, which are halved as long as the field differs. Every value is tried in two different groups.
 * Choices, with all values, and switches are tried one by one, because they hide each other's effects.
 */
export function search(leaves: readonly Leaf[], outcomeOf: (changes: readonly Change[]) => Outcome): Found {
  const verdicts = new Map<Leaf, Outcome>();
  const alone = (leaf: Leaf): void => {
    if (verdicts.has(leaf)) return;
    let verdict: Outcome = 'fails';
    for (const value of leaf.others) {
      const outcome = outcomeOf([{ path: leaf.path, value }]);
      if (outcome !== 'fails') verdict = outcome;
      if (outcome === 'differs' || (outcome === 'same' && leaf.kind !== 'choice')) break;
    }
    verdicts.set(leaf, verdict);
  };
  const together = (group: readonly Leaf[]): void => {
    const [leaf] = group;
    if (leaf && group.length === 1) alone(leaf);
    if (group.length < 2 || outcomeOf(group.flatMap(firstChange)) === 'same') return;
    const half = Math.ceil(group.length / 2);
    together(group.slice(0, half));
    together(group.slice(half));
  };
  const open = (...kinds: Leaf['kind'][]) => leaves.filter((leaf) => kinds.includes(leaf.kind) && !verdicts.has(leaf));
  for (const leaf of open('choice', 'switch')) alone(leaf);
  for (const group of adjacent(open('plain'))) together(group);
  for (const group of scattered(open('plain'))) together(group);
  const withVerdict = (verdict: Outcome) => leaves.filter((leaf) => verdicts.get(leaf) === verdict);
  return { sources: withVerdict('differs'), untried: withVerdict('fails') };
}

function firstChange({ path, others }: Leaf): Change[] {
  for (const value of others) return [{ path, value }];
  return [];
}

function adjacent(leaves: readonly Leaf[]): Leaf[][] {
  return Array.from({ length: Math.ceil(leaves.length / GROUP) }, (_, at) =>
    leaves.slice(at * GROUP, (at + 1) * GROUP),
  );
}

/** Groups without adjacent values. */
function scattered(leaves: readonly Leaf[]): Leaf[][] {
  const count = Math.ceil(leaves.length / GROUP);
  return Array.from({ length: count }, (_, at) => leaves.filter((_leaf, index) => index % count === at));
}
