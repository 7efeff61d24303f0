// Inputs for other tools: files that are not values files of the chart, and keys with dots in flags. Each is one mistake,
// so it is reported once, with what it is and how to write it here.

import type { TObject } from '@sinclair/typebox';
import type { Layer, Tree } from '../layer';
import { formatPath, type Path, valueAt } from '../path';
import type { Problem } from '../problem';
import { isMap, textOf } from '../scalar';

/** The problems, with those of a file that is not a values file of the chart as one problem. */
export function withForeignFiles(
  schema: TObject,
  layers: readonly Layer[],
  given: Tree,
  problems: readonly Problem[],
): Problem[] {
  const unknown = problems.filter((problem) => isUnknownKey(schema, problem));
  const foreign = new Map<string, string>();
  for (const source of new Set(unknown.map(({ origin }) => origin?.source))) {
    if (source === undefined || source.startsWith('--')) continue;
    const keys = unknown.filter(({ origin }) => origin?.source === source).map(({ path }) => String(path[0]));
    const tree = layers.find((layer) => layer.locate([keys[0] ?? ''])?.source === source)?.apply({}) ?? {};
    const what = foreignFileIn(schema, tree, keys);
    if (what) foreign.set(source, what);
  }
  const reported = new Set<string>();
  return problems.flatMap((problem) => {
    // What is missing may be in such a file.
    if (foreign.size > 0 && problem.origin === undefined) return [];
    const { source = '' } = problem.origin ?? {};
    const message = foreign.get(source);
    if (message === undefined) return [withDotHint(given, problem)];
    if (!isUnknownKey(schema, problem) || reported.has(source)) return [];
    reported.add(source);
    return [{ path: [], message, ...(problem.origin ? { origin: problem.origin } : {}) }];
  });
}

const isUnknownKey = ({ properties }: TObject, { path, message }: Problem): boolean =>
  path.length === 1 && !Object.hasOwn(properties, String(path[0])) && /^(unknown key|invalid key)/.test(message);

/** What a file with these unknown keys is, and how to set its values; `undefined` if it may be a values file. */
function foreignFileIn(schema: TObject, tree: Tree, unknown: readonly string[]): string | undefined {
  const title = unknown.find((key) => /^(USER-SUPPLIED|COMPUTED) VALUES$/.test(key));
  if (title) return HELM_GET_VALUES;
  const { apiVersion, kind, name, version, releases } = tree;
  const isObject = unknown.includes('apiVersion') && typeof apiVersion === 'string';
  if (isObject && typeof kind === 'string') return objectMessage(kind);
  if (isObject && textOf(name) && textOf(version)) return 'this is the Chart.yaml of a Helm chart, not a values file';
  if (unknown.includes('releases') && Array.isArray(releases))
    return 'this is a releases file, not a values file: give it with -c, without a chart';
  return below(schema, tree, unknown) ?? otherChart(schema, tree, unknown);
}

export const HELM_GET_VALUES =
  'this is the output of `helm get values` with a title, which is not YAML: use `helm get values RELEASE -o yaml`';

/** Where the values of a Helm chart are in objects that contain them. */
const VALUES_IN: Readonly<Record<string, string>> = {
  HelmRelease: 'spec.values',
  Application: 'spec.source.helm.valuesObject (or, as text, spec.source.helm.values)',
  ApplicationSet: 'spec.template.spec.source.helm.valuesObject',
  HelmChart: 'spec.valuesContent',
  HelmChartConfig: 'spec.valuesContent',
};

function objectMessage(kind: string): string {
  const shown = /^[A-Z][A-Za-z]{1,62}$/.test(kind) ? kind : 'Kubernetes object';
  const place = Object.hasOwn(VALUES_IN, shown) ? VALUES_IN[shown] : undefined;
  const remedy = place
    ? `write what is below ${place} into a file of its own`
    : 'expected a values file, such as `sandbox-charts values CHART` prints';
  return `this is a Kubernetes object (${shown}), not a values file: ${remedy}`;
}

/** The values of a subchart, below its name. */
function below({ properties }: TObject, tree: Tree, unknown: readonly string[]): string | undefined {
  for (const key of unknown) {
    const inner = tree[key];
    if (!isMap(inner)) continue;
    const keys = Object.keys(inner);
    const known = keys.filter((name) => Object.hasOwn(properties, name));
    if (known.length === 0 || known.length < keys.length / 2) continue;
    return `the values are below ${formatPath([key])}, as for a subchart: write them at the top level, without ${formatPath([key])}`;
  }
  return undefined;
}

const FEWEST = 3;

function otherChart({ properties }: TObject, tree: Tree, unknown: readonly string[]): string | undefined {
  const isKnown = Object.keys(tree).some((key) => Object.hasOwn(properties, key));
  if (isKnown || unknown.length < FEWEST) return undefined;
  return `none of its ${unknown.length} keys is a value of this chart: is it a file of another chart or tool? \`sandbox-charts values CHART\` prints the values`;
}

/** A dot in a key separates keys in flags, so `kubernetes.io/hostname` becomes two of them. */
function withDotHint(given: Tree, problem: Problem): Problem {
  const { path, message, origin } = problem;
  if (!message.startsWith('must not be a map') || !origin?.source.startsWith('--set')) return problem;
  const key = joinedKey(given, path).replaceAll('.', '\\.');
  const [flag] = origin.source.split(' ');
  const assignment = `${formatPath(path.slice(0, -1))}.${key}=VALUE`;
  return { ...problem, message: `a dot inside a key is written \\. (${flag} '${assignment}')` };
}

/** The key that a flag probably refers to: the keys of the maps at `path`. */
function joinedKey(tree: Tree, path: Path): string {
  const keys = [String(path.at(-1))];
  for (let at = valueAt(tree, path); isMap(at); ) {
    const [[key, inner] = ['', undefined]] = Object.entries(at);
    keys.push(key);
    at = inner;
  }
  return keys.join('.');
}

/** Whether a top-level key only contains anchors for other values, as in Docker Compose. */
export const isExtension = (key: string): boolean => key.startsWith('x-');

/** The values without keys that only contain anchors. */
export function withoutExtensions(tree: Tree): Tree {
  if (!Object.keys(tree).some(isExtension)) return tree;
  return Object.fromEntries(Object.entries(tree).filter(([key]) => !isExtension(key)));
}
