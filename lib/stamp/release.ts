// Stamps a release, and lists the pods that a changed Secret will not restart.

import type { Manifest } from '../k8s/object/manifest';
import { type Layout, objectsByFile, type Rendered } from '../render/render';
import { listUnstamped, stamp, type Unstamped } from './stamp';

/** `secrets` are all rendered Secrets, including those that are not written. */
export function stampRelease(rendered: Rendered, secrets: readonly Manifest[], layout: Layout): Rendered {
  const fileOf = new Map(
    objectsByFile(rendered, layout).flatMap((objects) => objects.map((object) => [object, objects] as const)),
  );
  const { objects, unstamped } = stamp({
    objects: rendered.objects,
    secrets,
    key: rendered.fingerprintKey ?? '',
    shareFile: (one, other) => fileOf.get(one) !== undefined && fileOf.get(one) === fileOf.get(other),
    reloader: rendered.reloader ?? false,
    isNamedByHash: (job) => rendered.lifecycle.stageOf(job) !== undefined,
  });
  const after = new Map(rendered.objects.map((object, index) => [object, objects[index] as Manifest]));
  const folders = rendered.folders?.map((folder) => ({
    ...folder,
    objects: folder.objects.map((object) => after.get(object) ?? object),
  }));
  return { ...rendered, objects, ...(folders ? { folders } : {}), unstamped: warningsOf(unstamped, rendered) };
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
