// Releases with the same chart and the same lines: the first one as template, and what is different in the others.

import { type Manifest, objectKey } from '../../k8s/object/manifest';
import type { Rendered } from '../../render/render';
import { formatPath } from '../../values/path';
import type { Graph } from './graph/model';
import { maskedObjects } from './masked';
import { type Origins, originKey } from './origins/origins';
import { type YamlLine, yamlLines } from './origins/yaml-lines';

export interface TextLine {
  readonly text: string;
  /** Numbers of sources. */
  readonly origins: readonly number[];
}

export interface ObjectText {
  readonly key: string;
  readonly kind: string;
  readonly lines: readonly TextLine[];
  /** Sources that decide whether it is rendered. */
  readonly origins: readonly number[];
}

/** A value that differs between releases. */
export interface Column {
  /** The first field that has it: `Pod metadata.name`. */
  readonly field: string;
  /** One for each release. */
  readonly values: readonly string[];
}

/** Where the value of a column is in a line. */
export interface Slot {
  readonly object: number;
  readonly line: number;
  readonly before: string;
  readonly column: number;
  readonly after: string;
}

export interface ReleaseText {
  readonly chart: string;
  readonly release: Rendered;
  readonly lines: readonly (readonly YamlLine[])[];
  /** Releases with the same signature have the same objects with the same fields. */
  readonly signature: string;
}

/** The text of a release, without credentials. */
export function releaseText(chart: string, release: Rendered): ReleaseText {
  const lines = maskedObjects(release.objects).map(yamlLines);
  const keys = lines.map((own) => own.map(({ text }) => KEY.exec(text)?.[0] ?? '').join('\n'));
  return { chart, release, lines, signature: [chart, ...keys].join('\n') };
}

/** Indentation, dashes and key of a line. */
const KEY = /^[ -]*(?:[\w./"-]+:)?/;

export class Section {
  readonly chart: string;
  readonly first: Rendered;
  /** Names of the releases, the template first. */
  readonly releases: string[];
  /** The objects of all releases, by the number of the same object of the template. */
  readonly objectNumbers = new Map<string, number>();
  private readonly template: ReleaseText['lines'];
  private readonly differing = new Map<string, Map<number, string>>();

  constructor(
    /** Different for each section of a report. */
    readonly index: number,
    text: ReleaseText,
    readonly graph: Graph,
    private readonly origins: Origins | undefined,
  ) {
    this.chart = text.chart;
    this.first = text.release;
    this.releases = [text.release.name];
    this.template = text.lines;
    this.number(text.release.objects);
  }

  add({ release, lines }: ReleaseText): void {
    const row = this.releases.push(release.name) - 1;
    this.number(release.objects);
    for (const [object, own] of this.template.entries()) {
      for (const [line, { text }] of own.entries()) {
        const other = lines[object]?.[line]?.text ?? '';
        if (other === text) continue;
        const place = `${object} ${line}`;
        this.differing.set(place, (this.differing.get(place) ?? new Map<number, string>()).set(row, other));
      }
    }
  }

  private number(objects: readonly Manifest[]): void {
    for (const [at, object] of objects.entries()) this.objectNumbers.set(objectKey(object), at);
  }

  get sources(): Origins['sources'] {
    return this.origins?.sources ?? [];
  }

  objects(): ObjectText[] {
    return this.first.objects.map((object, at) => {
      const fields = this.origins?.fields.get(originKey(object)) ?? new Map<string, readonly number[]>();
      const waiting = new Map([...fields].map(([path, numbers]) => [path, numbers] as const));
      const lines = (this.template[at] ?? []).map(({ text, path }) => ({ text, origins: taken(waiting, path) }));
      return { key: objectKey(object), kind: object.kind, lines, origins: fields.get('[]') ?? [] };
    });
  }

  /** What differs between the releases. Values that always differ together are one column. */
  differences(): { readonly columns: readonly Column[]; readonly slots: readonly Slot[] } {
    const columns = new Map<string, Column & { readonly number: number }>();
    const slots: Slot[] = [];
    const places = [...this.differing.keys()].map((place) => place.split(' ').map(Number) as [number, number]);
    for (const [object, line] of places.sort(([a, b], [c, d]) => a - c || b - d)) {
      const { text = '', path = [] } = this.template[object]?.[line] ?? {};
      const others = this.differing.get(`${object} ${line}`);
      const texts = this.releases.map((_name, row) => others?.get(row) ?? text);
      const { before, after } = around(texts);
      const values = texts.map((one) => one.slice(before.length, one.length - after.length));
      const key = JSON.stringify(values);
      const field = `${this.first.objects[object]?.kind} ${formatPath(path)}`;
      const column = columns.get(key) ?? { field, values, number: columns.size };
      columns.set(key, column);
      slots.push({ object, line, before, column: column.number, after });
    }
    return { columns: [...columns.values()].map(({ field, values }) => ({ field, values })), slots };
  }
}

/** The sources of the field of a line, and of maps and lists that begin on it. */
function taken(waiting: Map<string, readonly number[]>, path: YamlLine['path']): number[] {
  const found = new Set<number>();
  for (let length = path.length; length > 0; length--) {
    const key = JSON.stringify(path.slice(0, length));
    for (const number of waiting.get(key) ?? []) found.add(number);
    waiting.delete(key);
  }
  return [...found].sort((a, b) => a - b);
}

/** What all texts begin and end with, up to the boundary of a word. */
function around(texts: readonly string[]): { readonly before: string; readonly after: string } {
  const [first = ''] = texts;
  const shortest = Math.min(...texts.map(({ length }) => length));
  let start = 0;
  while (start < shortest && texts.every((text) => text[start] === first[start])) start++;
  while (start > 0 && isWord(first[start - 1])) start--;
  let end = 0;
  while (end < shortest - start && texts.every((text) => text.at(-1 - end) === first.at(-1 - end))) end++;
  while (end > 0 && isWord(first.at(-end))) end--;
  return { before: first.slice(0, start), after: end === 0 ? '' : first.slice(-end) };
}

const isWord = (character: string | undefined): boolean => character !== undefined && /[A-Za-z0-9]/.test(character);
