// A long list of releases, read a few at a time: each thread that renders some of them reads those alone.

import { type Layer, type Tree, treeLayer } from '../values/layer';
import { loadLayer, type Source } from '../values/load';
import { type IsAllowed, type ListedReleases, ReleaseReader, schemasOf } from './releases';
import type { KnownChart } from './releases-schema';

/** Lines of a list, from one `- ` to before another. */
interface Item {
  readonly start: number;
  readonly line: number;
}

interface Cut {
  readonly text: string;
  readonly items: readonly Item[];
  /** Where the list ends. */
  readonly end: number;
}

/**
 * The releases of a file that is written as people and programs write long ones: `releases:` at the margin, and below
 * it a line `- ` for each. `undefined` for others, and for those with tables. `together` releases are read at once.
 * A file that means something else when it is read as a whole gives errors here: then that is to be done.
 */
export function pieceReleases(
  file: Source,
  charts: readonly KnownChart[],
  together: number,
  isAllowed?: IsAllowed,
): ListedReleases | undefined {
  const cut = cutReleases(file.text);
  if (!cut) return undefined;
  const { text, items, end } = cut;
  const schemas = schemasOf(charts);
  const [before, after] = [text.slice(0, items[0]?.start), text.slice(end)];
  // What stands below the list keeps its lines.
  const gap = after === '' ? '' : '\n'.repeat(text.slice(before.length, end).split('\n').length - 1);
  const around = loadLayer({ ...file, text: before + gap + after });
  // Below the list there is something else of it.
  if ((around.apply({}).releases ?? null) !== null) return undefined;
  let known: { readonly first: number; readonly reader: ReleaseReader } | undefined;
  const layerAt = (first: number): Layer => {
    const { start = 0, line = 1 } = items[first] ?? {};
    const piece = text.slice(start, items[first + together]?.start ?? end);
    return placed(around, loadLayer({ ...file, text: `releases:\n${piece}`, line: line - 1 }), first);
  };
  const readerAt = (first: number): ReleaseReader => {
    if (known?.first !== first) known = { first, reader: new ReleaseReader(layerAt(first), schemas, isAllowed) };
    return known.reader;
  };
  return {
    judgeAround: [() => readerAt(0).judgeOutside(items), () => readerAt(0).judgeDefaults()],
    entries: items.map((_item, index) => () => readerAt(index - (index % together)).entry(index, undefined)),
  };
}

/** The file of which only the releases of `piece` have been read, the first of which is number `first`. */
function placed(around: Layer, piece: Layer, first: number): Layer {
  const releases: unknown[] = new Array(first).concat(piece.apply({}).releases);
  const tree: Tree = { ...around.apply({}), releases };
  return treeLayer(tree, (path) => {
    const [key, index, ...rest] = path;
    if (key !== 'releases') return around.locate(path);
    return piece.locate(typeof index === 'number' ? [key, index - first, ...rest] : [key]);
  });
}

/** Where the list begins in a file that can be cut; found without reading all of it. */
export function listStart(text: string): number | undefined {
  const [head, second] = [...text.matchAll(/^releases:[ \t]*(?:#.*)?\r?\n/gm)];
  if (!head || second || /\bforEach\b|^%/m.test(text)) return undefined;
  return head.index + head[0].length;
}

/** Looks at the first characters of each line, as the file may be long. */
function cutReleases(text: string): Cut | undefined {
  const begin = listStart(text);
  if (begin === undefined) return undefined;
  const items: Item[] = [];
  let indent: number | undefined;
  let line = text.slice(0, begin).split('\n').length;
  let next = 0;
  for (let start = begin; start < text.length; start = next, line++) {
    next = text.indexOf('\n', start) + 1 || text.length;
    let at = start;
    while (text[at] === ' ') at++;
    if (at >= next || /[\r\n#]/.test(text[at] as string)) continue;
    indent ??= at - start;
    if (at - start > indent) continue;
    const isItem = at - start === indent && text[at] === '-' && /\s/.test(text[at + 1] ?? '\n');
    if (!isItem) return cutOf(text, items, start);
    items.push({ start, line });
  }
  return cutOf(text, items, text.length);
}

const cutOf = (text: string, items: readonly Item[], end: number): Cut | undefined =>
  items.length === 0 ? undefined : { text, items, end };
