// Credentials from a Secret that is not in the manifest: the values refer to that Secret.

import { Kind } from '@sinclair/typebox';
import { assign } from '../../../values/file/merge';
import type { Tree } from '../../../values/layer';
import { formatPath, type Path, valueAt } from '../../../values/path';
import { without } from '../carry';
import { schemaLeaves } from '../leaves';
import type { Trial } from '../trial';
import type { RunningCredential } from './credentials';
import { containersOf, type Reader } from './installed';
import { type Mark, markFor } from './marks';

/** How many values are tried for a credential. */
const MOST_TRIED = 6;

/** `tree` with the names of Secrets instead of the credentials in them. */
export function referToSecrets(trial: Trial, tree: Tree, running: readonly RunningCredential[]): Tree {
  const leaves = schemaLeaves(trial.system.schema);
  const marks = leaves.flatMap((leaf, index) => markFor(leaf, index) ?? []);
  const names = leaves
    .filter(({ schema, path }) => schema[Kind] === 'objectName' && /existing/i.test(String(path.at(-1))))
    .map(({ path }) => path);
  return running.reduce<Tree>((known, credential) => {
    const { path, text, reader } = credential;
    if (text !== undefined || reader === undefined || valueAt(known, path)) return known;
    for (const name of byNearness(names, path).slice(0, MOST_TRIED)) {
      const refer = (values: Tree) => assign(without(values, [path]) as Tree, name, reader.secret.name) as Tree;
      // A release without the other credentials may not render at all.
      const others = running.filter((other) => other !== credential && !valueAt(known, other.path));
      if (reads(trial, refer(marked(known, others, marks)), reader)) return refer(known);
    }
    return known;
  }, tree);
}

const marked = (tree: Tree, credentials: readonly RunningCredential[], marks: readonly Mark[]): Tree =>
  credentials.reduce<Tree>((all, { path }) => {
    const mark = marks.find((one) => formatPath(one.path) === formatPath(path));
    return mark === undefined ? all : (assign(all, path, mark.text) as Tree);
  }, tree);

/** Whether the new manifests read the same key of the same Secret in the same place. */
function reads(trial: Trial, tree: Tree, { container, variable, secret }: Reader): boolean {
  const found = containersOf(trial.sketch(tree) ?? []).find(({ key }) => key === container);
  const now = found?.env.findLast(({ name }) => name === variable)?.secret;
  return now?.name === secret.name && now.key === secret.key;
}

/** Values in the same map first. */
function byNearness(paths: readonly Path[], path: Path): Path[] {
  const shared = (other: Path) => other.findIndex((step, index) => step !== path[index]);
  return paths.filter((other) => shared(other) > 0).sort((a, b) => shared(b) - shared(a));
}
