// Stamps a release, and lists the pods that a changed Secret will not restart.

import type { Manifest } from '../k8s/object/manifest';
import { type Folder, type Layout, objectsByFile, type Rendered } from '../render/render';
import { listUnstamped, stamp, type Unstamped } from './stamp';

/** `secrets` are all rendered Secrets, including those that are not written. */
export function stampRelease(rendered: Rendered, secrets: readonly Manifest[], layout: Layout): Rendered {
  let files: Map<Manifest, readonly Manifest[]> | undefined;
  const fileOf = (object: Manifest) => {
    files ??= new Map(
      objectsByFile(rendered, layout).flatMap((together) => together.map((one) => [one, together] as const)),
    );
    return files.get(object);
  };
  const { objects, unstamped } = stamp({
    objects: rendered.objects,
    secrets,
    key: rendered.fingerprintKey ?? '',
    shareFile: (one, other) => fileOf(one) !== undefined && fileOf(one) === fileOf(other),
    reloader: rendered.reloader ?? false,
    isNamedByHash: (job) => rendered.lifecycle.stageOf(job) !== undefined,
  });
  const unstampedWarnings = unstamped.length === 0 ? [] : warningsOf(unstamped, rendered);
  const folders = rendered.folders && stampedFolders(rendered.folders, rendered.objects, objects);
  return { ...rendered, objects, ...(folders ? { folders } : {}), unstamped: unstampedWarnings };
}

function stampedFolders(folders: readonly Folder[], before: readonly Manifest[], after: readonly Manifest[]): Folder[] {
  const stamped = new Map(before.map((object, index) => [object, after[index] as Manifest]));
  return folders.map((folder) => ({
    ...folder,
    objects: folder.objects.map((object) => stamped.get(object) ?? object),
  }));
}

function warningsOf(unstamped: readonly Unstamped[], { reloader }: Rendered): NonNullable<Rendered['unstamped']> {
  const bare = unstamped.filter(({ object }) => object.kind === 'Pod');
  const of = (reason: Unstamped['reason']) => unstamped.filter((one) => one.reason === reason && !bare.includes(one));
  const groups = [
    { kind: 'key', pods: of('key'), remedy: 'set fingerprintKey: `sandbox-charts secrets` generates one' },
    {
      kind: 'mode',
      pods: of('mode'),
      remedy: reloader ? 'restart by hand' : 'restart by hand, or set secrets.reloader in a releases file',
    },
    // Neither a checksum nor Reloader restarts it.
    { kind: 'pod', pods: bare, remedy: 'delete the Pod and apply it again' },
  ];
  return groups
    .filter(({ pods }) => pods.length > 0)
    .map(({ kind, pods, remedy }) => ({
      kind: `unstamped-${kind}`,
      text: `a changed Secret will not restart ${listUnstamped(pods)} (${remedy})`,
    }));
}
