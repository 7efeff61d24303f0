// Loads values files: YAML or JSON, one document, every problem with its location.

import { LineCounter } from 'yaml';
import { HELM_GET_VALUES } from '../foreign/foreign-input';
import { type Layer, type Tree, treeLayer } from '../layer';
import { type Path, valueAt } from '../path';
import { InputError, type Origin, type Problem, shortened } from '../problem';
import { isMap } from '../scalar';
import { readInput } from './input';
import { documentOf } from './yaml-document';
import { type Branch, type Child, TreeReader } from './yaml-tree';

export { isPipe, isThere, readText } from './input';

/** The content of a values file, and its name in messages. */
export interface Source {
  readonly source: string;
  readonly text: string;
  /** If the text is a part of a file: its first line. */
  readonly line?: number;
}

/** In characters. Locations in a larger file take more memory than its values, and are rarely needed. */
const LARGE = 100_000;

/** Loads a values file as a layer. An empty file sets nothing. Throws `InputError` with every problem. */
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

/** The contents of all documents in a text, without empty ones. Throws `InputError` with every problem of the first bad one. */
export function documentsOf({ source, text }: Source): unknown[] {
  let line = 1;
  return text.split(/^---(?=\s|$)/m).flatMap((part) => {
    const { root } = parse({ source, text: part, line }, ANYTHING);
    line += part.split('\n').length - 1;
    return root.value === null ? [] : [root.value];
  });
}

/**
 * Loads a file whose content is a map or a list as a layer; `treeOf` gives the layer's tree and, for a path in it, the
 * path in the file.
 */
export function loadContent(
  file: Source,
  treeOf: (content: unknown) => { readonly tree: Tree; readonly pathOf: (path: Path) => Path },
): Layer {
  const { root, origin } = parse(file, MAP_OR_LIST);
  const { tree, pathOf } = treeOf(root.value);
  return treeLayer(tree, (path) => {
    const offset = offsetOf(root, pathOf(path));
    return offset === undefined ? undefined : origin(offset);
  });
}

export interface ListItem {
  readonly value: unknown;
  readonly line: number;
}

/** The items of a file with a list. An empty file has none. Throws `InputError` with every problem. */
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

/** The type of a file's top-level value. */
interface Shape {
  readonly holds: (value: unknown) => boolean;
  readonly expected: string;
}

const MAP: Shape = { holds: isMap, expected: 'must be a map of values' };
const LIST: Shape = { holds: Array.isArray, expected: 'must be a list of rows' };
const MAP_OR_LIST: Shape = {
  holds: (value) => isMap(value) || Array.isArray(value),
  expected: 'must be a list or a map',
};
const ANYTHING: Shape = { holds: () => true, expected: '' };

/** What `helm get values` prints above the values. */
const TITLE = /^(USER-SUPPLIED|COMPUTED) VALUES:/;

/** Maximum number of problems: a file that is not YAML has one in nearly every line. */
const MOST_SHOWN = 10;

function parse({ source, text, line: begin = 1 }: Source, shape: Shape): Parsed {
  const lines = new LineCounter();
  const origin = (offset: number): Origin => {
    const { line, col } = lines.linePos(offset);
    return { source, line: line + begin - 1, column: col };
  };
  const problems: Problem[] = [];
  const report = (offset: number, path: Path, message: string) =>
    problems.push({ path, message, origin: origin(offset) });

  const { content, unknownTags } = documentOf(text.replace(/^\uFEFF/, ''), lines, (offset, message) =>
    report(offset, [], message),
  );
  if (problems.length > 0 && TITLE.test(text)) {
    throw new InputError([{ path: [], message: HELM_GET_VALUES, origin: { source, line: begin, column: 1 } }]);
  }
  const root = content === undefined ? undefined : new TreeReader(report, unknownTags).read(content, []);
  if (root && root.value !== null && !shape.holds(root.value)) report(content?.range[0] ?? 0, [], shape.expected);
  if (root === undefined || problems.length > 0)
    throw new InputError(shortened(problems.sort(inFile), () => MOST_SHOWN));
  return { root, origin };
}

const inFile = ({ origin: a }: Problem, { origin: b }: Problem): number =>
  (a?.line ?? 0) - (b?.line ?? 0) || (a?.column ?? 0) - (b?.column ?? 0);

function offsetOf(root: Branch, path: Path): number | undefined {
  let at: Child | undefined = { offset: 0, branch: root };
  for (const step of path) at = at?.branch.children.get(String(step));
  return at?.offset;
}

/** Loads a file as a layer. Messages use the name that the user gave. */
export function readLayer(fileAsNamed: string, absolutePath: string): Layer {
  return loadLayer({ source: fileAsNamed, text: readInput(fileAsNamed, absolutePath) });
}
