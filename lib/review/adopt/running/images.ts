// The images in use. The tag of each image value gets a mark, and the containers are searched for the marks.

import type { TObject, TSchema } from '@sinclair/typebox';
import type { Manifest } from '../../../k8s/object/manifest';
import { canonicalImage, parseImage } from '../../../names/image-parts';
import { assign } from '../../../values/file/merge';
import type { Tree } from '../../../values/layer';
import { formatPath, overlaps, type Path } from '../../../values/path';
import { isObjectSchema } from '../../../values/schema/kinds';
import { without } from '../carry';
import type { Trial } from '../trial';
import { containersOf } from './installed';

export interface OtherProgram {
  readonly container: string;
  readonly runs: string;
  readonly will: string;
  /** Why the running program is not kept. */
  readonly because: string;
}

export interface Images {
  readonly tree: Tree;
  readonly others: readonly OtherProgram[];
}

/** `tree` with the images in use, as far as the chart can run them. */
export function runningImages(trial: Trial, given: Tree, installed: readonly Manifest[]): Images {
  const paths = imagePaths(trial.system.schema);
  const tree = withoutRefused(trial, given, paths);
  const marks = new Map(paths.map((path, index) => [`adopted-${index}`, path]));
  const marked = [...marks].reduce<Tree>((all, [mark, path]) => setTag(all, path, mark), tree);
  const now = new Map(containersOf(trial.sketch(tree) ?? []).map(({ key, image }) => [key, image]));
  const live = new Map(containersOf(installed).map(({ key, image }) => [key, image]));
  const others: OtherProgram[] = [];
  let result = tree;
  const done = new Set<string>();
  for (const { key, image } of containersOf(trial.sketch(marked) ?? [])) {
    const path = marks.get(parseImage(image).tag ?? '');
    const [runs, will] = [live.get(key), now.get(key)];
    if (path === undefined || runs === undefined || will === undefined || done.has(formatPath(path))) continue;
    done.add(formatPath(path));
    if (canonicalImage(runs) === canonicalImage(will)) continue;
    const kept = keep(trial, result, path, runs, key);
    if (typeof kept === 'string') others.push({ container: key, runs, will, because: kept });
    else result = kept;
  }
  return { tree: result, others };
}

/** Without images that the chart cannot run, because the Helm chart's values name its own programs. */
function withoutRefused(trial: Trial, tree: Tree, paths: readonly Path[]): Tree {
  const wrong = trial.problems(tree).map(({ path }) => path);
  const refused = paths.filter((path) => wrong.some((at) => at.length > path.length && overlaps(path, at)));
  return without(tree, refused) as Tree;
}

/** The tree with that image, or why the image cannot be used. */
function keep(trial: Trial, tree: Tree, path: Path, image: string, container: string): Tree | string {
  const { registry, repository, tag, digest } = parseImage(image);
  const schema = path.reduce<TSchema>((at, key) => (at as TObject).properties[key] as TSchema, trial.system.schema);
  const name = Object.hasOwn((schema as TObject).properties, 'registry')
    ? { registry, repository }
    : { [nameKey(schema) ?? '']: registry === '' ? repository : `${registry}/${repository}` };
  const parts = { ...name, ...(tag === '' ? {} : { tag }), ...(digest === '' ? {} : { digest }) };
  const known = new Set(trial.problems(tree).map(({ path: at, message }) => `${formatPath(at)} ${message}`));
  let changed = tree;
  for (const [key, value] of Object.entries(parts)) changed = assign(changed, [...path, key], value) as Tree;
  const sketch = trial.sketch(changed);
  const problem = trial.problems(changed).find(({ path: at, message }) => !known.has(`${formatPath(at)} ${message}`));
  if (problem) return problem.message;
  const renders = containersOf(sketch ?? []).some(({ key }) => key === container);
  return renders ? changed : 'this chart cannot run that image';
}

const setTag = (tree: Tree, path: Path, tag: string): Tree =>
  assign(assign(tree, [...path, 'tag'], tag), [...path, 'digest'], '') as Tree;

/** The key of an image's name; with the registry included for `name`. */
const nameKey = (schema: TSchema): string | undefined =>
  ['repository', 'name'].find((key) => Object.hasOwn((schema as TObject).properties, key));

/** Values that set an image in parts. */
function imagePaths(schema: TSchema, path: Path = []): Path[] {
  if (!isObjectSchema(schema)) return [];
  const { properties } = schema;
  if (['tag', 'digest', nameKey(schema) ?? '-'].every((key) => Object.hasOwn(properties, key))) return [path];
  return Object.entries(properties).flatMap(([key, property]) => imagePaths(property, [...path, key]));
}
