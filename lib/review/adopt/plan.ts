// Plans how a Helm release becomes one of ours: values, script and report. Pure: it reads no files.

import { describe, type Manifest } from '../../k8s/object/manifest';
import { fullName } from '../../names/naming';
import { runPipeline } from '../../pipeline/pipeline';
import type { Adoption, InstalledRelease } from '../../render/lifecycle/adoption';
import type { Rendered } from '../../render/render';
import type { System } from '../../render/system';
import type { Target } from '../../render/targets';
import { assign, merge } from '../../values/file/merge';
import { fillReferences } from '../../values/foreign/helm-template';
import type { Tree } from '../../values/layer';
import { formatPath, type Path, valueAt } from '../../values/path';
import { InputError, type Problem } from '../../values/problem';
import { isMap } from '../../values/scalar';
import type { TObject } from '../../values/schema/schema';
import { isSecretAt } from '../../values/schema/secret';
import { visible } from '../../values/visible';
import { type Carried, carry, without } from './carry';
import { unnameable } from './kubectl-words';
import { treePaths } from './leaves';
import { type RunningCredential, runningCredentials } from './running/credentials';
import { type OtherProgram, runningImages } from './running/images';
import { installedObjects } from './running/installed';
import { referToSecrets } from './running/references';
import { matchResources } from './running/resources';
import { matchFields } from './running/search';
import { shrink } from './shrink';
import { Trial } from './trial';

export interface Question {
  readonly name: string;
  readonly namespace: string;
  readonly target: Target;
  /** The running objects: the output of `helm get manifest`, or objects from the API server. */
  readonly manifest: readonly Manifest[];
  /** Values of the installed release: all of them, or only those that the user set. */
  readonly values: Tree;
  /** The credentials that are required and that the running release does not have. */
  readonly create: (values: Tree) => Tree;
}

export interface Plan {
  readonly values: Tree;
  /** Values that contain credentials, for a separate file. */
  readonly secrets: Tree;
  readonly rendered: Rendered;
  readonly installed: readonly Manifest[];
  readonly credentials: readonly RunningCredential[];
  /** Paths of generated credentials, which the running release does not have. */
  readonly created: readonly string[];
  /** Paths of publicly known credentials. */
  readonly published: readonly string[];
  readonly left: readonly Problem[];
  readonly others: readonly OtherProgram[];
  readonly warnings: readonly Problem[];
  readonly decisions: readonly string[];
  readonly preparations: readonly string[];
}

/** Throws `InputError` if the release cannot be reproduced, or if the manifest belongs to another release. */
export function plan(system: System, question: Question): Plan {
  const { name, namespace, target } = question;
  const adoption = system.adoption?.() ?? {};
  const { installer = 'helm' } = adoption;
  const installed = installedObjects(question.manifest, { release: name, namespace, installer, prefix: system.name });
  demandObjects(installed, name, namespace);
  const trial = new Trial(system, name, namespace);
  const given = fillReferences(question.values, { release: name, namespace, values: question.values }) as Tree;
  const { tree: taken, left } = carryOver(system.schema, adoption, given);
  const carried = withFullname(trial, adoption.anchor, taken, name, installed);
  const about = (values: Tree): InstalledRelease => ({
    name,
    fullname: fullnameOf(trial, carried, name),
    namespace,
    objects: installed,
    values,
  });
  const complete = merge(carried, adoption.read?.(about(carried)) ?? {}) as Tree;

  const { running, unread } = runningCredentials(trial, complete, installed);
  const shown = running.reduce<Tree>(
    (tree, { path, text }) => (text === undefined ? tree : (assign(tree, path, text) as Tree)),
    without(complete, unread) as Tree,
  );
  const withCredentials = referToSecrets(trial, shown, running);
  const refers = withCredentials === shown ? [] : runningCredentials(trial, withCredentials, installed).running;
  demandVisible(withCredentials, withCredentials === shown ? running : refers);
  const images = runningImages(trial, withCredentials, installed);
  const { tree: known, published } = keepPublished(trial, images.tree);
  // Only credentials that certainly do not exist are generated: replacing one could make stored data unreadable.
  const absent = running.filter(({ text, hidden }) => text === undefined && !hidden).map(({ path }) => path);
  const made = pick(question.create(known), absent);
  const whole = merge(known, made) as Tree;
  const problems = trial.problems(whole);
  if (problems.length > 0) throw new InputError(problems);

  const otherPrograms = new Set(images.others.map(({ container }) => container));
  const sized = matchResources(trial, whole, installed, otherPrograms);
  const values = shrink(trial, matchFields(trial, sized, installed));
  const rendered = trial.render(values);
  if (rendered === undefined) throw new InputError([{ path: [], message: 'these values cannot be rendered' }]);
  const secretPaths = treePaths(values).filter((path) => isSecretAt(system.schema, path));
  return {
    values: withoutEmptyMaps(without(values, secretPaths)) as Tree,
    secrets: secretPaths.reduce<Tree>((tree, path) => assign(tree, path, valueAt(values, path)) as Tree, {}),
    rendered: runPipeline(rendered, { target }),
    installed,
    credentials: running,
    created: treePaths(made)
      .filter((path) => valueAt(values, path) !== undefined)
      .map(formatPath),
    published,
    left,
    others: images.others,
    warnings: trial.verdict(values).warnings,
    decisions: adoption.decisions?.(about(values)) ?? [],
    preparations: adoption.preparations?.(about(values)) ?? [],
  };
}

/** Checks that it is the right release, and that its object names can be written to a script. */
function demandObjects(installed: readonly Manifest[], release: string, namespace: string): void {
  const complain = (message: string) => new InputError([{ path: [], message }]);
  if (installed.length === 0)
    throw complain('the manifest has no object of this release (is it the right release and namespace?)');
  const releases = new Set(installed.flatMap(({ metadata: { labels } }) => releaseOf(labels)));
  if (releases.size > 0 && !releases.has(release))
    throw complain(`the manifest is of release ${[...releases].map(visible).join(', ')}, not of ${release}`);
  const namespaces = new Set(installed.flatMap(({ metadata }) => metadata.namespace ?? []));
  if (namespaces.size > 0 && !namespaces.has(namespace))
    throw complain(`the manifest is of namespace ${[...namespaces].map(visible).join(', ')}, not of ${namespace}`);
  const strange = unnameable(installed);
  if (strange.length === 0) return;
  throw new InputError(
    strange.map((object) => ({ path: [], message: `${describe(object)}: not the name of a Kubernetes object` })),
  );
}

const releaseOf = (labels: Manifest['metadata']['labels'] = {}): string[] => {
  const { 'app.kubernetes.io/managed-by': manager, 'app.kubernetes.io/instance': instance } = labels;
  return manager === 'Helm' && instance !== undefined ? [instance] : [];
};

/** With the prefix of the running objects, if no value sets it. */
function withFullname(
  trial: Trial,
  { kind, suffix }: Partial<NonNullable<Adoption['anchor']>> = {},
  tree: Tree,
  release: string,
  installed: readonly Manifest[],
): Tree {
  const usual = fullnameOf(trial, tree, release);
  const names = installed.filter((object) => object.kind === kind).map(({ metadata }) => metadata.name);
  if (suffix === undefined || names.includes(`${usual}${suffix}`)) return tree;
  const [found, ...others] = names.filter((name) => name.endsWith(suffix));
  if (found === undefined || others.length > 0) return tree;
  return { ...tree, fullnameOverride: found.slice(0, -suffix.length) };
}

/** Without the defaults of the Helm chart that this chart changes on purpose. */
function carryOver(schema: TObject, { changedDefaults: changed = {} }: Adoption, values: Tree): Carried {
  const same = treePaths(changed).filter((path) => isAlike(valueAt(values, path), valueAt(changed, path)));
  return carry(schema, without(values, same) as Tree);
}

const isAlike = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** Prefix of the object names, which is the Helm release's. */
function fullnameOf({ system }: Trial, tree: Tree, release: string): string {
  const text = (key: string): string => String(valueAt(tree, [key]) ?? '');
  const names = { nameOverride: text('nameOverride'), fullnameOverride: text('fullnameOverride') };
  return fullName({ release, chart: system.name, ...names }, system.longestSuffix);
}

/** A credential that may be in use, but is not visible, must not be replaced by a new one. */
function demandVisible(tree: Tree, running: readonly RunningCredential[]): void {
  const hidden = running.filter(({ path, text, hidden: isHidden }) => {
    return text === undefined && isHidden && !valueAt(tree, path);
  });
  if (hidden.length === 0) return;
  throw new InputError(
    hidden.map(({ path, place }) => ({
      path,
      message: `the manifest does not show what runs at ${place}: give the value in a values file, or add the Secret to the manifest`,
    })),
  );
}

/** Publicly known defaults that are in use are kept, because data may depend on them. */
function keepPublished(trial: Trial, tree: Tree): { readonly tree: Tree; readonly published: string[] } {
  const published = trial
    .problems(tree)
    .filter(({ code }) => code === 'published-credential')
    .map(({ path }) => formatPath(path));
  if (published.length === 0) return { tree, published };
  const kept = valueAt(tree, ['keepPublishedCredentials']);
  const all = [...(Array.isArray(kept) ? (kept as string[]) : []), ...published];
  return { tree: { ...tree, keepPublishedCredentials: [...new Set(all)] }, published };
}

const pick = (tree: Tree, paths: readonly Path[]): Tree =>
  paths.reduce<Tree>((all, path) => {
    const value = valueAt(tree, path);
    return value === undefined ? all : (assign(all, path, value) as Tree);
  }, {});

function withoutEmptyMaps(value: unknown): unknown {
  if (!isMap(value)) return value;
  const entries = Object.entries(value).map(([key, entry]) => [key, withoutEmptyMaps(entry)] as const);
  return Object.fromEntries(entries.filter(([, entry]) => !isMap(entry) || Object.keys(entry).length > 0));
}
