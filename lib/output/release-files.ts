// The files of a rendered release.

import { isEncrypted } from '../k8s/encrypted';
import type { Manifest } from '../k8s/object/manifest';
import type { Folder, Layout, Rendered } from '../render/render';
import { requirementsFile, requirementsYaml } from '../requirements/file';
import type { Requirements } from '../requirements/requirements';
import { toYaml } from '../yaml/yaml';
import { KUSTOMIZATION_FILE, manifestFile, numberedFile, STAGE_FILE } from './tree/file-names';

export interface OutputFile {
  /** Relative to the output folder, with parts separated by /. */
  readonly path: string;
  readonly text: string;
  /** Holds credentials: only its owner may read it. */
  readonly secret: boolean;
}

/** What is written to files. */
export interface Filed extends Pick<Rendered, 'name' | 'objects'>, Partial<Pick<Rendered, 'folders'>> {
  /** Written to a separate file; absent for no such file. */
  readonly requirements?: Requirements;
}

/** The manifests, and the requirements if they are to be written. */
export function filesOf(rendered: Filed, layout: Layout): OutputFile[] {
  const { name, requirements } = rendered;
  const manifests = manifestFiles(rendered, layout);
  if (!requirements) return manifests;
  return [...manifests, { path: requirementsFile(name), text: requirementsYaml(requirements), secret: false }];
}

/**
 * One file for all objects, or a folder with a file per object, numbered in apply order, and a kustomization. A release
 * with several folders has the same in each of them.
 */
function manifestFiles({ name, objects, folders }: Filed, layout: Layout): OutputFile[] {
  if (folders) return folders.flatMap((folder) => ofFolder(name, folder, layout));
  if (layout === 'release') return [together(manifestFile(name), objects)];
  const files = oneFileEach(name, objects);
  return [...files, kustomization(name, name, files)];
}

function ofFolder(release: string, { name, objects }: Folder, layout: Layout): OutputFile[] {
  const path = `${release}/${name}`;
  const isTogether = layout === 'release' && objects.length > 0;
  const files = isTogether ? [together(`${path}/${STAGE_FILE}`, objects)] : oneFileEach(path, objects);
  return [...files, kustomization(path, `${release}-${name}`, files)];
}

const together = (path: string, objects: readonly Manifest[]): OutputFile => ({
  path,
  text: toYaml(objects),
  secret: objects.some(isSecret),
});

function oneFileEach(folder: string, objects: readonly Manifest[]): OutputFile[] {
  const digits = Math.max(3, String(objects.length).length);
  return objects.map((object, index): OutputFile => {
    const number = String(index + 1).padStart(digits, '0');
    const { kind, metadata } = object;
    const { name, namespace } = metadata;
    const file = numberedFile(number, [...(namespace === undefined ? [] : [namespace]), kind, name]);
    return { path: `${folder}/${file}`, text: toYaml([object]), secret: isSecret(object) };
  });
}

function kustomization(folder: string, name: string, files: readonly OutputFile[]): OutputFile {
  const object: Manifest = {
    apiVersion: 'kustomize.config.k8s.io/v1beta1',
    kind: 'Kustomization',
    metadata: { name },
    resources: files.map(({ path }) => path.slice(folder.length + 1)),
    // Otherwise kustomize sorts by kind.
    sortOptions: { order: 'fifo' },
  };
  return { path: `${folder}/${KUSTOMIZATION_FILE}`, text: toYaml([object]), secret: false };
}

/** A Secret that is filled in the cluster has no contents yet. */
export const isSecret = (object: Manifest): boolean =>
  object.kind === 'Secret' &&
  !isEncrypted(object) &&
  Object.keys({ ...(object.data as object), ...(object.stringData as object) }).length > 0;
