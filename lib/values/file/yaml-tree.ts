// Converts a YAML document to a plain tree with the location of each key.

import {
  type Alias,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type ParsedNode,
  type Scalar,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import type { Path } from '../path';
import { isMap as isPlainMap, SpelledNumber } from '../scalar';
import { TEXT_LIMIT } from './input';

/** A value, and the locations of its children. */
export interface Branch {
  readonly value: unknown;
  readonly children: ReadonlyMap<string, Child>;
  /** Number of values after expanding aliases. */
  readonly size: number;
}

export interface Child {
  /** Location of the key or list item. */
  readonly offset: number;
  readonly branch: Branch;
}

/** Reports a problem at a location. */
export type ReportProblem = (offset: number, path: Path, message: string) => void;

/** More values than any real file repeats. Nested aliases that double each other exceed it in 14 lines. */
const MOST_ALIASED = 10_000;

const CORE_TAGS = ['str', 'int', 'float', 'bool', 'null', 'map', 'seq'].map((name) => `tag:yaml.org,2002:${name}`);
const PLAIN_TAGS: ReadonlySet<string> = new Set(['!', ...CORE_TAGS]);

export const TOO_LONG = 'longer than 1 MiB, more than Kubernetes stores in an object';

export const UNKNOWN_TAG = 'unknown tag (a string that starts with ! must be quoted)';

/** Reads nodes in document order, which anchors require. */
export class TreeReader {
  /** `undefined` while the value of the anchor is being read. */
  private readonly anchors = new Map<string, Branch | undefined>();
  private aliased = 0;

  /** `reported`: unknown tags that were already reported. */
  constructor(
    private readonly report: ReportProblem,
    private readonly reported: ReadonlySet<string>,
  ) {}

  read(node: ParsedNode | null, path: Path): Branch {
    if (node === null) return leaf(null);
    if (isAlias(node)) return this.alias(node as Alias.Parsed, path);
    if (node.tag !== undefined && !PLAIN_TAGS.has(node.tag) && !this.reported.has(node.tag))
      this.report(node.range[0], path, UNKNOWN_TAG);
    if (node.anchor) this.anchors.set(node.anchor, undefined);
    const branch = isScalar(node) ? this.scalar(node as Scalar.Parsed, path) : this.collection(node, path);
    if (node.anchor) this.anchors.set(node.anchor, branch);
    return branch;
  }

  private scalar(node: Scalar.Parsed, path: Path): Branch {
    if (node.source.length > TEXT_LIMIT) this.report(node.range[0], path, TOO_LONG);
    return leaf(scalarOf(node));
  }

  private collection(node: ParsedNode, path: Path): Branch {
    if (isMap(node)) return this.map(node as YAMLMap.Parsed, path);
    return isSeq(node) ? this.list(node as YAMLSeq.Parsed, path) : leaf(null);
  }

  private list(node: YAMLSeq.Parsed, path: Path): Branch {
    const items = node.items.map((item, index): [string, Child] => {
      return [String(index), { offset: item.range[0], branch: this.read(item, [...path, index]) }];
    });
    const value = items.map(([, { branch }]) => branch.value);
    return { value, children: new Map(items), size: sizeOf(items) };
  }

  private map(node: YAMLMap.Parsed, path: Path): Branch {
    const children = new Map<string, Child>();
    const merged: Branch[] = [];
    for (const pair of node.items) {
      // A key that is not a string was already reported.
      if (!isScalar(pair.key)) continue;
      const key = pair.key as Scalar.Parsed;
      const name = String(key.value);
      const at = [...path, name];
      if (key.anchor) this.anchors.set(key.anchor, leaf(name));
      if (name === '<<' && key.type === 'PLAIN') {
        merged.push(...this.mergedMaps(pair.value, path, key.range[0]));
        continue;
      }
      if (children.has(name)) this.report(key.range[0], at, 'duplicate key');
      children.set(name, { offset: key.range[0], branch: this.read(pair.value, at) });
    }
    // A map's own keys override merged ones, and the first merged map overrides the next.
    for (const branch of merged) {
      for (const [name, child] of branch.children) if (!children.has(name)) children.set(name, child);
    }
    const entries = [...children];
    const value = Object.fromEntries(entries.map(([name, { branch }]) => [name, branch.value]));
    return { value, children, size: sizeOf(entries) };
  }

  private mergedMaps(node: ParsedNode | null, path: Path, offset: number): Branch[] {
    const given = this.read(node, path);
    const maps = Array.isArray(given.value) ? [...given.children.values()].map(({ branch }) => branch) : [given];
    if (maps.every(({ value }) => isPlainMap(value))) return maps;
    this.report(offset, path, '<< merges maps only (expected an alias of a map, or a list of them)');
    return [];
  }

  private alias({ source, range: [offset] }: Alias.Parsed, path: Path): Branch {
    const target = this.anchors.get(source);
    if (target === undefined) {
      const message = this.anchors.has(source)
        ? 'alias of a value that contains it'
        : 'alias of an unknown anchor (a string that starts with * must be quoted)';
      this.report(offset, path, message);
      return leaf(null);
    }
    const before = this.aliased;
    this.aliased += target.size;
    if (this.aliased <= MOST_ALIASED) return target;
    if (before <= MOST_ALIASED) this.report(offset, path, `aliases expand to more than ${MOST_ALIASED} values`);
    return leaf(null);
  }
}

const NO_CHILDREN: Branch['children'] = new Map();

const leaf = (value: unknown): Branch => ({ value, children: NO_CHILDREN, size: 1 });

const sizeOf = (children: readonly (readonly [string, Child])[]) =>
  children.reduce((sum, [, { branch }]) => sum + branch.size, 1);

function scalarOf({ value, source }: Scalar.Parsed): unknown {
  if (typeof value === 'number') return String(value) === source ? value : new SpelledNumber(value, source);
  return value === null || typeof value === 'boolean' ? value : typeof value === 'string' ? value : source;
}
