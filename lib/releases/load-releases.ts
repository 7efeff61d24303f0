// Reads a releases file. A long list is parsed a few releases at a time, because a parsed file takes a hundred times its size.

import { loadLayer, type Source } from '../values/file/load';
import { type Layer, type Tree, treeLayer } from '../values/layer';
import { valueAt } from '../values/path';
import { InputError } from '../values/problem';

/** In characters. Shorter files are parsed as a whole. */
const LONG = 100_000;

/** Releases that are parsed at a time. */
const TOGETHER = 16;

/** Loads a releases file as a layer. Throws `InputError` with every problem. */
export function loadReleases(file: Source): Layer {
  return (file.text.length < LONG ? undefined : loadInPieces(file, TOGETHER)) ?? loadLayer(file);
}

/** A range of lines in a list, from one `- ` to the line before another. */
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
 * The same for a file in the usual form of long ones: `releases:` unindented, and one `- ` per release. `undefined` for
 * all others, and if a part is invalid: parsing the whole file then reports the errors.
 */
export function loadInPieces(file: Source, together: number): Layer | undefined {
  try {
    const cut = cutReleases(file.text);
    return cut && new Pieces(file, cut, together).layer();
  } catch (error) {
    if (error instanceof InputError) return undefined;
    throw error;
  }
}

class Pieces {
  /** The most recently parsed part. */
  private last: { readonly first: number; readonly layer: Layer } | undefined;

  constructor(
    private readonly file: Source,
    private readonly cut: Cut,
    private readonly together: number,
  ) {}

  layer(): Layer | undefined {
    const around = this.around();
    const { releases: more, ...tree } = around.apply({});
    // Something else follows the list, or a key without a place of its own.
    if ((more ?? null) !== null || Object.hasOwn(tree, '')) return undefined;
    const { items } = this.cut;
    const releases: unknown[] = [];
    for (let first = 0; first < items.length; first += this.together) {
      const found = this.piece(first).apply({}).releases;
      const count = Math.min(this.together, items.length - first);
      if (!Array.isArray(found) || found.length !== count) return undefined;
      releases.push(...found);
    }
    return treeLayer({ ...tree, releases } satisfies Tree, (path) => {
      const [key, index, ...rest] = path;
      if (key !== 'releases' || typeof index !== 'number') return around.locate(path);
      // Most questions are about values that a release does not set, and parsing a part again takes long.
      if (valueAt(releases, [index, ...rest]) === undefined) return undefined;
      return this.piece(index - (index % this.together)).locate([key, index % this.together, ...rest]);
    });
  }

  /** Everything except the list. */
  private around(): Layer {
    const { text, items, end } = this.cut;
    const [before, after] = [text.slice(0, items[0]?.start), text.slice(end)];
    // Keeps the line numbers of what follows the list.
    const gap = after === '' ? '' : '\n'.repeat(text.slice(before.length, end).split('\n').length - 1);
    return loadLayer({ ...this.file, text: before + gap + after });
  }

  private piece(first: number): Layer {
    if (this.last?.first !== first) {
      const { text, items, end } = this.cut;
      const { start = 0, line = 1 } = items[first] ?? {};
      const piece = text.slice(start, items[first + this.together]?.start ?? end);
      this.last = { first, layer: loadLayer({ ...this.file, text: `releases:\n${piece}`, line: line - 1 }) };
    }
    return this.last.layer;
  }
}

/** Where the list begins in a file that can be split; found without reading all of it. */
function listStart(text: string): number | undefined {
  const [head, second] = [...text.matchAll(/^releases:[ \t]*(?:#.*)?\r?\n/gm)];
  if (!head || second || /\bforEach\b|^%/m.test(text)) return undefined;
  return head.index + head[0].length;
}

/** Reads only the first characters of each line, because the file may be long. */
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
