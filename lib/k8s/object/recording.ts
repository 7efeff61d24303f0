// What rules have read of their input, so that they are asked again only if something of that has changed. The parts that
// releases share are recorded as a whole, because they never change.

import { isShared } from './shared-parts';

type Data = Readonly<Record<string, unknown>>;

/** Something that was read. Objects have numbers, in the order in which they were first read; the roots come first. */
interface Step {
  /** The rules that read it, a bit each. */
  rules: number;
  /** The object of the key; -1 for an answer to a question. */
  readonly of: number;
  /** Absent: all keys were read. */
  readonly key: string | undefined;
  readonly question: number;
  readonly words: Words;
  /** The object that was read; -1 for a part that is shared, a value that is no object, or the keys. */
  readonly object: number;
  readonly isList: boolean;
  readonly value: unknown;
}

type Place = Pick<Step, 'of' | 'key' | 'question' | 'words'>;
type Words = readonly (string | undefined)[];

/** A question about the input that reads more than its answer depends on. The answer is a value or an object of the input. */
export type Question = (...words: Words) => unknown;

/** A read, and what it gave. */
interface Known {
  readonly step: Step;
  readonly result: unknown;
}

interface Shown {
  readonly number: number;
  readonly proxy: object;
}

/**
 * Records what rules read of objects, through proxies that stand for them. They must not tell parts apart by identity,
 * except items of one list.
 */
export class Recording {
  private readonly shown = new Map<object, Shown>();
  private readonly answers = new Map<string, Known>();
  private readonly steps: Step[] = [];
  private rule = 1;

  constructor(private readonly questions: readonly Question[] = []) {}

  /** The proxy of an input. */
  root<T extends object>(object: T): T {
    return this.show(object).proxy as T;
  }

  /** Records what follows for the rule with this number. */
  begin(rule: number): void {
    this.rule = 1 << rule;
  }

  /** Answers a question about the input, and records it. */
  ask(question: number, ...words: Words): unknown {
    const place = { of: -1, key: undefined, question, words };
    return this.once(this.answers, JSON.stringify([question, words]), place, () =>
      this.questions[question]?.(...words),
    );
  }

  end(): Reads {
    return new Reads(this.steps, this.shown.size);
  }

  private show(object: object): Shown {
    const known = this.shown.get(object);
    if (known) return known;
    const number = this.shown.size;
    const shown = { number, proxy: this.proxyOf(object as Data, number) };
    this.shown.set(object, shown);
    return shown;
  }

  /** Its target is empty, because a proxy of a frozen object could not return other proxies. */
  private proxyOf(object: Data, of: number): object {
    const reads = new Map<string, Known>();
    const get = (_target: object, key: string | symbol): unknown => {
      if (typeof key === 'symbol') return Reflect.get(object, key);
      return this.once(reads, `.${key}`, { ...NO_QUESTION, of, key }, () => object[key]);
    };
    const keys = () => {
      this.once(reads, '', { ...NO_QUESTION, of, key: undefined }, () => Object.keys(object));
      return Reflect.ownKeys(object);
    };
    return new Proxy(Array.isArray(object) ? [] : {}, {
      get,
      has: (_target, key) => keys().includes(key),
      ownKeys: keys,
      getOwnPropertyDescriptor: (target, key) => {
        const found = keys().includes(key) ? Reflect.getOwnPropertyDescriptor(object, key) : undefined;
        if (!found || (Array.isArray(target) && key === 'length')) return Reflect.getOwnPropertyDescriptor(target, key);
        // A getter, because listing keys does not read values.
        return { get: () => get(target, key), enumerable: found.enumerable === true, configurable: true };
      },
      set: () => false,
      defineProperty: () => false,
      deleteProperty: () => false,
    });
  }

  private once(known: Map<string, Known>, id: string, place: Place, read: () => unknown): unknown {
    const earlier = known.get(id);
    if (earlier) {
      earlier.step.rules |= this.rule;
      return earlier.result;
    }
    const value = read();
    const isKeys = place.of >= 0 && place.key === undefined;
    const isPart = !isKeys && isObject(value) && !isShared(value);
    const { number, proxy } = isPart ? this.show(value) : { number: -1, proxy: value };
    const isList = isPart && Array.isArray(value);
    const step = { ...place, rules: this.rule, object: number, isList, value: isPart ? undefined : value };
    this.steps.push(step);
    known.set(id, { step, result: proxy });
    return proxy;
  }
}

const NO_QUESTION = { question: -1, words: [] };

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

/** What rules have read. */
export class Reads {
  constructor(
    private readonly steps: readonly Step[],
    private readonly count: number,
  ) {}

  /** Which of `rules`, a bit each, would read something else of these inputs. */
  changed(rules: number, roots: readonly object[], questions: readonly Question[] = []): number {
    const objects: unknown[] = [...roots];
    while (objects.length < this.count) objects.push(undefined);
    let changed = 0;
    for (let at = 0; at < this.steps.length; at++) {
      const step = this.steps[at] as Step;
      if ((step.rules & rules & ~changed) === 0 || isSame(step, objects, questions)) continue;
      changed |= step.rules & rules;
      if (changed === rules) break;
    }
    return changed;
  }
}

/** `objects`: those that were found so far, by their numbers. */
function isSame(step: Step, objects: unknown[], questions: readonly Question[]): boolean {
  const { of, key, object } = step;
  const data = of < 0 ? undefined : (objects[of] as Data | undefined);
  // It was found to have changed, and what was below it is gone.
  if (of >= 0 && data === undefined) return false;
  if (data !== undefined && key === undefined) return hasKeys(data, step.value as readonly string[]);
  const now = data === undefined ? questions[step.question]?.(...step.words) : data[key as string];
  if (object < 0) return Object.is(now, step.value);
  if (!isObject(now) || Array.isArray(now) !== step.isList) return false;
  const known = objects[object];
  objects[object] = now;
  return known === undefined || known === now;
}

function hasKeys(object: object, keys: readonly string[]): boolean {
  const now = Object.keys(object);
  return now.length === keys.length && keys.every((key, at) => now[at] === key);
}
