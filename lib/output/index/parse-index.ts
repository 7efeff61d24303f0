// Reads the index of an output folder. It is untrusted: anyone who can change the repository can change it. Anything that
// this tool could not have written is an error with its location.

import { parseShard } from '../../releases/shard';
import { decodeText } from '../../values/file/input';
import { loadLayer } from '../../values/file/load';
import { treeLayer } from '../../values/layer';
import type { Path } from '../../values/path';
import { InputError, type Origin, type Problem } from '../../values/problem';
import { isMap } from '../../values/scalar';
import { INDEX_FILE, isFileOf, isReleaseName } from '../tree/file-names';
import type { OutputTree } from '../tree/output-tree';
import type { OutputIndex, Recipe, ReleaseFiles, WrittenShards } from './output-index';
import { recipeProblems } from './recipe-schema';

const EMPTY: OutputIndex = { tool: '', releases: new Map(), pending: new Map(), recipes: new Map() };

/** An empty index if there is none. Throws if it cannot be read. */
export function readIndex(tree: OutputTree | undefined): OutputIndex {
  if (tree?.stats(INDEX_FILE) === undefined) return EMPTY;
  const file = tree.nameOf(INDEX_FILE);
  return parseIndex(file, decodeText(file, tree.readBytes(INDEX_FILE)));
}

/** Maximum number of reported problems. */
const MOST_PROBLEMS = 10;

/** In characters: finding a location in a longer text takes too long. */
const LARGE = 1_000_000;

/** The hash of one object, or the placeholder for a Secret. */
const HASHES = /^([A-Za-z0-9_-]{22}|-)( ([A-Za-z0-9_-]{22}|-))*$/;
const VERSION = /^[0-9A-Za-z][0-9A-Za-z.+-]{0,63}$/;
const KEYS = ['tool', 'shards', 'releases', 'pending', 'recipes'];

export function parseIndex(file: string, text: string): OutputIndex {
  const content = parseJson(file, text);
  const problems: Problem[] = [];
  const report = (path: Path, message: string) => void problems.push({ path, message });
  const index = isMap(content) ? content : {};
  if (!isMap(content)) report([], 'must be a JSON object');
  for (const key of Object.keys(index)) {
    if (!KEYS.includes(key)) report([key], 'unknown key (it may be written by a newer version of this tool)');
  }
  if (typeof index.tool !== 'string' || !VERSION.test(index.tool)) report(['tool'], 'must be a version such as 0.1.0');
  const releases = filesOf(index.releases, 'releases', report);
  const pending = filesOf(index.pending ?? {}, 'pending', report);
  const recipes = new Map<string, Recipe>();
  for (const [release, recipe] of entriesOf(index.recipes ?? {}, ['recipes'], report)) {
    if (!releases.has(release)) report(['recipes', release], 'belongs to a release that is not listed');
    for (const { path, message } of recipeProblems(recipe)) report(['recipes', release, ...path], message);
    recipes.set(release, recipe as Recipe);
  }
  const { shards } = index;
  if (shards !== undefined && !areShards(shards)) {
    report(['shards'], 'must be the number of shards, and the numbers of some of them');
  }
  if (problems.length > 0) throw refusal(file, text, problems);
  return {
    ...{ tool: index.tool as string, releases, pending, recipes },
    ...(shards === undefined ? {} : { shards: shards as WrittenShards }),
  };
}

/** Whether these are some of the shards, in ascending order. */
function areShards(shards: unknown): boolean {
  if (!isMap(shards) || Object.keys(shards).some((key) => key !== 'of' && key !== 'written')) return false;
  const { of, written } = shards;
  if (!Array.isArray(written) || written.length === 0 || !(Number(of) > written.length)) return false;
  return written.every(
    (number, at) => parseShard(`${number}/${of}`) !== undefined && (at === 0 || number > written[at - 1]),
  );
}

type ReportProblem = (path: Path, message: string) => void;

function filesOf(content: unknown, key: string, report: ReportProblem): Map<string, ReleaseFiles> {
  const releases = new Map<string, ReleaseFiles>();
  for (const [release, files] of entriesOf(content, [key], report)) {
    if (!isReleaseName(release)) report([key, release], 'is not the name of a release');
    for (const [path, hashes] of entriesOf(files, [key, release], report)) {
      if (!isFileOf(release, path))
        report([key, release, path], 'is not a file that this tool writes for this release');
      else if (typeof hashes !== 'string' || !HASHES.test(hashes))
        report([key, release, path], 'must be hashes of objects');
    }
    releases.set(release, files as ReleaseFiles);
  }
  return releases;
}

function entriesOf(content: unknown, path: Path, report: ReportProblem): [string, unknown][] {
  if (isMap(content)) return Object.entries(content);
  report(path, 'must be a JSON object');
  return [];
}

function parseJson(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new InputError([
      advised({ path: [], message: 'is not JSON', origin: placeOf(file, text, error as SyntaxError) }),
    ]);
  }
}

const ADVICE = 'restore the file, or empty the folder';

/** Where the JSON is invalid. The parser's own message quotes the text. */
function placeOf(file: string, text: string, { message }: SyntaxError): Origin {
  const [, position] = /at position (\d+)/.exec(message) ?? [];
  if (position === undefined && !/end of JSON/.test(message)) return placeOfYaml(file, text);
  const before = position === undefined ? text.trimEnd() : text.slice(0, Number(position));
  const lines = before.split('\n');
  return { source: file, line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 };
}

/** Not every version of Node gives a position. Invalid JSON is usually invalid YAML, too. */
function placeOfYaml(file: string, text: string): Origin {
  try {
    if (text.length < LARGE) loadLayer({ source: file, text });
  } catch (error) {
    if (error instanceof InputError) return error.problems[0]?.origin ?? { source: file };
  }
  return { source: file };
}

function refusal(file: string, text: string, problems: readonly Problem[]): InputError {
  const locate = locator(file, text);
  const shown = problems.slice(0, MOST_PROBLEMS).map((problem) => ({ ...problem, origin: locate(problem.path) }));
  const more = problems.length - shown.length;
  const last: Problem[] = more > 0 ? [{ path: [], message: `${more} more problems`, origin: { source: file } }] : [];
  return new InputError([...shown, ...last].map((problem, at) => (at === 0 ? advised(problem) : problem)));
}

const advised = (problem: Problem): Problem => ({ ...problem, message: `${problem.message} (${ADVICE})` });

function locator(file: string, text: string): (path: Path) => Origin {
  let layer = treeLayer({}, () => undefined);
  try {
    if (text.length < LARGE) layer = loadLayer({ source: file, text });
  } catch {
    // Valid JSON that is invalid YAML, such as a duplicate key.
  }
  return (path) => layer.locate(path) ?? { source: file };
}
