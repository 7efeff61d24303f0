// Asks rules again only about what they have not read before. Most of what a rule reads is the same for all releases of a
// chart.

import { type Question, type Reads, Recording } from './recording';

/** From how many inputs on it is worth recording what rules read. */
const MANY = 8;

/** How often a rule may read something else before it is asked every time. */
const MOST_CHANGES = 4;

/** What rules read, and how to ask one of them: through `recording`, if it is given. */
export interface Asked<Rule, Found> {
  readonly roots: readonly object[];
  readonly questions?: readonly Question[];
  ask(rule: Rule, recording?: Recording): readonly Found[];
}

/**
 * At most 30 rules about the same input. What a rule finds must depend on nothing else. `parts`: how many inputs take
 * turns. `many`: from how many inputs on it is recorded what the rules read.
 */
export class Recall<Rule> {
  private asked = 0;
  private readonly changes: number[];
  /** The rules whose reads are recorded, a bit each. */
  private steady: number;
  /** What they read of inputs in which they found nothing. */
  private readonly known: Reads[] = [];

  constructor(
    private readonly rules: readonly Rule[],
    private readonly parts = 1,
    private readonly many = MANY,
  ) {
    this.changes = rules.map(() => 0);
    this.steady = 2 ** rules.length - 1;
  }

  /** What the rules find, in their order. */
  find<Found>({ roots, questions, ask }: Asked<Rule, Found>): Found[] {
    if (this.steady === 0 || ++this.asked < this.many) return this.rules.flatMap((rule) => ask(rule));
    let changed = 0;
    for (const reads of this.known) {
      changed = reads.changed(this.steady, roots, questions);
      if (changed === 0) return this.rules.flatMap((rule, at) => (this.isSteady(at) ? [] : ask(rule)));
    }
    this.count(changed);
    return this.record({ roots, ask, ...(questions ? { questions } : {}) });
  }

  private record<Found>({ questions, ask }: Asked<Rule, Found>): Found[] {
    const recording = new Recording(questions);
    let isClean = true;
    const found = this.rules.flatMap((rule, at) => {
      recording.begin(at);
      if (this.isSteady(at) && ask(rule, recording).length === 0) return [];
      isClean &&= !this.isSteady(at);
      return ask(rule);
    });
    if (isClean) this.known.unshift(recording.end());
    if (this.known.length > MOST_CHANGES * this.parts) this.known.pop();
    return found;
  }

  private isSteady(at: number): boolean {
    return (this.steady & (1 << at)) !== 0;
  }

  private count(changed: number): void {
    for (let at = 0; at < this.rules.length; at++) {
      if ((changed & (1 << at)) === 0) continue;
      const count = (this.changes[at] as number) + 1;
      this.changes[at] = count;
      if (count > MOST_CHANGES * this.parts && count > this.asked / 16) this.steady &= ~(1 << at);
    }
  }
}
