// Values files: YAML or JSON, one document, every problem with its place.

import { existsSync, readFileSync, statSync } from 'node:fs';
import { LineCounter } from 'yaml';
import { type Layer, type Tree, treeLayer } from './layer';
import { type Path, valueAt } from './path';
import { InputError, type Origin, type Problem } from './problem';
import { isMap } from './scalar';
import { documentOf } from './yaml-document';
import { type Branch, type Child, TreeReader } from './yaml-tree';

/** A values file's content, and its name for messages. */
export interface Source {
  readonly source: string;
  readonly text: string;
  /** Where the text is a part of the content: the line that it begins with. */
  readonly line?: number;
}

/** In characters. The places of a larger file take more memory than its values, and are mostly never asked for. */
const LARGE = 100_000;

/** The layer that a values file makes. An empty file says nothing. Throws `InputError` with every problem. */
export function loadLayer(file: Source): Layer {
  const parsed = parse(file, MAP);
  const tree = (parsed.root.value ?? {}) as Tree;
  let places: Parsed | undefined = file.text.length > LARGE ? undefined : parsed;
  const locate = (path: Path) => {
    if (valueAt(tree, path) === undefined) return undefined;
    places ??= parse(file, MAP);
    const offset = offsetOf(places.root, path);
    return offset === undefined ? undefined : places.origin(offset);
  };
  return treeLayer(tree, locate);
}

export interface ListItem {
  readonly value: unknown;
  readonly line: number;
}

/** The items of a file that is a list. An empty file has none. Throws `InputError` with every problem. */
export function loadList(file: Source): ListItem[] {
  const { root, origin } = parse(file, LIST);
  return [...root.children.values()].map(({ offset, branch }) => {
    return { value: branch.value, line: origin(offset).line ?? 1 };
  });
}

interface Parsed {
  readonly root: Branch;
  readonly origin: (offset: number) => Origin;
}

/** What a file is as a whole. */
interface Shape {
  readonly holds: (value: unknown) => boolean;
  readonly expected: string;
}

const MAP: Shape = { holds: isMap, expected: 'must be a map of values' };
const LIST: Shape = { holds: Array.isArray, expected: 'must be a list of rows' };

function parse({ source, text, line: begin = 1 }: Source, shape: Shape): Parsed {
  const lines = new LineCounter();
  const origin = (offset: number): Origin => {
    const { line, col } = lines.linePos(offset);
    return { source, line: line + begin - 1, column: col };
  };
  const problems: Problem[] = [];
  const complain = (offset: number, path: Path, message: string) =>
    problems.push({ path, message, origin: origin(offset) });

  const { content, unknownTags } = documentOf(text.replace(/^\uFEFF/, ''), lines, (offset, message) =>
    complain(offset, [], message),
  );
  const root = content === undefined ? undefined : new TreeReader(complain, unknownTags).read(content, []);
  if (root && root.value !== null && !shape.holds(root.value)) complain(content?.range[0] ?? 0, [], shape.expected);
  if (root === undefined || problems.length > 0) throw new InputError(problems.sort(inFile));
  return { root, origin };
}

const inFile = ({ origin: a }: Problem, { origin: b }: Problem): number =>
  (a?.line ?? 0) - (b?.line ?? 0) || (a?.column ?? 0) - (b?.column ?? 0);

function offsetOf(root: Branch, path: Path): number | undefined {
  let at: Child | undefined = { offset: 0, branch: root };
  for (const step of path) at = at?.branch.children.get(String(step));
  return at?.offset;
}

/** The layer of a file, named in messages as the user named it. */
export function readLayer(fileAsNamed: string, absolutePath: string): Layer {
  return loadLayer({ source: fileAsNamed, text: readText(fileAsNamed, absolutePath) });
}

/** The text of a file. Throws `InputError` when there is none. */
export function readText(fileAsNamed: string, absolutePath: string): string {
  return decodeText(fileAsNamed, bytesOf(fileAsNamed, absolutePath));
}

/** Whether something stands there that could be read. */
export function isThere(absolutePath: string): boolean {
  return existsSync(absolutePath);
}

/** Whether what stands there can be read only once, as what a shell puts in place of `<(...)`. */
export function isPipe(absolutePath: string): boolean {
  return statSync(absolutePath, { throwIfNoEntry: false })?.isFIFO() === true;
}

/** Bytes of a file; 0 when there is none. */
export function sizeOf(absolutePath: string): number {
  return statSync(absolutePath, { throwIfNoEntry: false })?.size ?? 0;
}

/** Bytes as the UTF-8 text they must be, without byte order mark. */
export function decodeText(source: string, bytes: Uint8Array): string {
  const text = utf8(bytes);
  // UTF-16 without byte order mark is UTF-8 too, with a NUL behind each letter.
  if (text === undefined || text.includes('\0')) throw unreadable(source, 'is not UTF-8 text');
  return text;
}

function utf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'no such file',
  EISDIR: 'is a directory (expected a file)',
  EACCES: 'no permission to read it',
  ENOTDIR: 'no such file',
};

function bytesOf(source: string, absolutePath: string): Uint8Array {
  try {
    return readFileSync(absolutePath);
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    throw unreadable(source, REASONS[code] ?? `cannot be read (${code})`);
  }
}

const unreadable = (source: string, message: string) => new InputError([{ path: [], message, origin: { source } }]);
