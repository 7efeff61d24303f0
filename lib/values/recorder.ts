// A value that remembers what was asked of it: as a list, as a map with free keys, or by which keys.

import { typeName, unknownAmong } from './messages';
import { type Path, valueAt } from './path';
import type { Problem } from './problem';
import { isMap, SpelledNumber } from './scalar';

const ACRONYM = /(Api|Apiv3|CidRs|Cidr|Cpu|Fqdn|Id|Io|Ip|Ipc|Pid|Tls|Uri|UrLs|Uuid|WwNs)(?=[A-Z]|$)/g;

/** The Kubernetes name of a field from the name that the bindings give it: `clusterIP` from `clusterIp`. */
export function fieldName(name: string): string {
  const upper = (word: string) => (/[A-Z]s$/.test(word) ? `${word.slice(0, -1).toUpperCase()}s` : word.toUpperCase());
  return name.replaceAll(ACRONYM, upper);
}

/** Stands in for a value towards the function that converts its type. */
export class Recorder {
  readonly proxy: object;
  private readonly children = new Map<string | number, Recorder>();
  private readonly known = new Set<string>();
  private reading: 'scalar' | 'list' | 'free map' | 'map' = 'scalar';

  constructor(private readonly value: unknown) {
    this.proxy = new Proxy(
      {},
      {
        get: (_target, key) => (typeof key === 'string' ? this.get(key) : undefined),
        ownKeys: () => this.keys(),
        getOwnPropertyDescriptor: () => ({ enumerable: true, configurable: true }),
      },
    );
  }

  /** What of the value its type does not have. */
  problems(path: Path): Problem[] {
    const { value } = this;
    if (value === null) return [{ path, message: `null is not allowed (expected ${this.expected})` }];
    if (!this.fits()) {
      const found =
        Array.isArray(value) || isMap(value) ? `must not be a ${typeName(value)}` : `invalid ${typeName(value)}`;
      return [{ path, message: `${found} (expected ${this.expected})` }];
    }
    if (value instanceof SpelledNumber && (value.ambiguous || !Number.isFinite(value.value))) {
      return [{ path, message: 'ambiguous number (write a plain decimal number, or quote it as text)' }];
    }
    const unknown =
      this.reading === 'map' && isMap(value) ? Object.keys(value).filter((key) => !this.known.has(key)) : [];
    return [
      ...unknown.map((key) => ({ path: [...path, key], message: unknownAmong([...this.known], key) })),
      ...[...this.children].flatMap(([step, child]) => child.problems([...path, step])),
    ];
  }

  private get expected(): string {
    if (this.reading === 'scalar') return 'text, a number, true or false';
    return this.reading === 'list' ? 'a list' : 'a map';
  }

  private fits(): boolean {
    if (this.reading === 'list') return Array.isArray(this.value);
    return this.reading === 'scalar' ? !Array.isArray(this.value) && !isMap(this.value) : isMap(this.value);
  }

  private get(key: string): unknown {
    if (this.reading === 'free map') return this.child(key)?.proxy;
    if (key === 'map') return (convert: (item: object) => unknown) => this.items().map(({ proxy }) => convert(proxy));
    if (key === 'toISOString') return () => '';
    // What is asked for nothing but its `value` is a quantity or a number-or-text, which the bindings wrap.
    if (key !== 'value') this.reading = 'map';
    const name = fieldName(key);
    this.known.add(name);
    return this.child(name)?.proxy;
  }

  private items(): Recorder[] {
    this.reading = 'list';
    return Array.isArray(this.value) ? this.value.flatMap((_item, index) => this.child(index) ?? []) : [];
  }

  private keys(): string[] {
    this.reading = 'free map';
    return isMap(this.value) ? Object.keys(this.value) : [];
  }

  private child(step: string | number): Recorder | undefined {
    const known = this.children.get(step);
    if (known) return known;
    const value = valueAt(this.value, [step]);
    if (value === undefined) return undefined;
    const child = new Recorder(value);
    this.children.set(step, child);
    return child;
  }
}
