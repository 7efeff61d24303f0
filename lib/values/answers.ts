// What a rule reported about earlier values. Releases share most blocks of their values, so a rule is asked again only if
// something that it read has changed.

import type { Problem } from './problem';

/** What a rule reports about valid values. */
export interface Answer {
  readonly problems: readonly Problem[];
  readonly warnings: readonly Problem[];
}

/** The last answer of a rule. */
interface Known {
  readonly answer: Answer;
  /** Every top-level value that the rule read, with its key. */
  readonly reads: readonly Read[];
}

interface Read {
  readonly key: PropertyKey;
  readonly value: unknown;
}

/** By rule. `once`: it was asked once, without recording, because most runs ask once. `always`: it reads the list of keys. */
const answers = new WeakMap<object, Known | 'once' | 'always'>();

/** The answer of `rule` about `values`, which are deeply frozen. `ask` asks the rule. */
export function answerOf<V>(rule: object, values: V, ask: (values: V) => Answer): Answer {
  const earlier = answers.get(rule);
  if (earlier === undefined || earlier === 'always') {
    if (!earlier) answers.set(rule, 'once');
    return ask(values);
  }
  if (earlier !== 'once' && hasSame(values as object, earlier.reads)) return earlier.answer;
  const reads = new Map<PropertyKey, unknown>();
  let isTracked = true;
  const answer = ask(
    new Proxy(values as object, {
      get(target, key) {
        const value = Reflect.get(target, key);
        reads.set(key, value);
        if (!Object.isFrozen(value)) isTracked = false;
        return value;
      },
      has(target, key) {
        isTracked = false;
        return Reflect.has(target, key);
      },
      ownKeys(target) {
        isTracked = false;
        return Reflect.ownKeys(target);
      },
      getOwnPropertyDescriptor(target, key) {
        isTracked = false;
        return Reflect.getOwnPropertyDescriptor(target, key);
      },
    }) as V,
  );
  answers.set(rule, isTracked ? { answer, reads: [...reads].map(([key, value]) => ({ key, value })) } : 'always');
  return answer;
}

const hasSame = (values: object, reads: readonly Read[]): boolean =>
  reads.every(({ key, value }) => Object.is((values as Record<PropertyKey, unknown>)[key], value));
