// The files that this tool writes for a release. It reads, replaces and removes no others, no matter what an index says,
// and overwrites no file that it did not write.

import { STAGES } from '../../k8s/stage';
import { DNS_SUBDOMAIN, obeys, RELEASE_NAME } from '../../names/naming';
import { requirementsFile } from '../../requirements/file';
import type { Step } from '../transaction';
import type { OutputTree } from './output-tree';

/** Not .json or .yaml: `kubectl apply -f` reads every such file of a folder. */
export const INDEX_FILE = '.sandbox-charts.index';

export const KUSTOMIZATION_FILE = 'kustomization.yaml';
export const STAGE_FILE = 'objects.yaml';

export const manifestFile = (release: string): string => `${release}.k8s.yaml`;

const FILE_NAME_LIMIT = 200;
const NUMBERED = /^\d{3,}-[a-z0-9.-]{1,200}\.yaml$/;
/** Version 0.1.0 used a number as prefix. */
const STAGE = new RegExp(`^([1-6]-)?(${STAGES.join('|')})$`);
const SOURCE = new RegExp(DNS_SUBDOMAIN.replace('^', '^(gitrepository|ocirepository|applicationset)\\.'));

/** `003-labs-configmap-settings.yaml`. The number keeps names unique that differ only in special characters. */
export function numberedFile(number: string, parts: readonly string[]): string {
  const name = parts
    .join('-')
    .toLowerCase()
    .replaceAll(/[^a-z0-9.-]+/g, '-')
    .slice(0, FILE_NAME_LIMIT);
  return `${number}-${name}.yaml`;
}

/** The name of a release, or of a shared source. */
export const isReleaseName = (name: string): boolean =>
  obeys(RELEASE_NAME, name) || (name.length < 253 && SOURCE.test(name));

/** Whether this tool could have written a file with this path (parts separated by /) for a release. */
export function isFileOf(release: string, path: string): boolean {
  if (path === manifestFile(release) || path === requirementsFile(release)) return true;
  const [folder, ...below] = path.split('/');
  if (folder !== release) return false;
  const [first = '', second, ...others] = below;
  if (others.length > 0) return false;
  if (second === undefined) return first === KUSTOMIZATION_FILE || NUMBERED.test(first);
  return STAGE.test(first) && (second === KUSTOMIZATION_FILE || second === STAGE_FILE || NUMBERED.test(second));
}

/** Their absolute paths. `beat` is called for each file. */
export function foreignFiles(
  tree: OutputTree,
  changes: readonly Step[],
  owned: ReadonlySet<string>,
  beat: () => void,
): string[] {
  const foreign = new Set<string>();
  for (const { path } of changes) {
    beat();
    const blocked = blockedFolder(tree, path);
    const entry = blocked === undefined ? tree.entryAt(path) : undefined;
    if (blocked !== undefined) foreign.add(blocked);
    else if (entry === 'other' || (entry === 'file' && !owned.has(path))) foreign.add(path);
  }
  return [...foreign].map((path) => tree.nameOf(path));
}

/** The topmost part of a file's path that is not a folder. */
function blockedFolder(tree: OutputTree, path: string): string | undefined {
  const parts = path.split('/');
  for (let count = 1; count < parts.length; count++) {
    const folder = parts.slice(0, count).join('/');
    const stats = tree.stats(folder);
    if (stats === undefined) return undefined;
    if (!stats.isDirectory()) return folder;
  }
  return undefined;
}
