// What deleting the objects of a release does not remove, as far as the objects show it.

import { describe, type Manifest } from '../../k8s/object/manifest';
import { at } from '../../k8s/object/pod-owner';
import { type ExternalObject, isOfEveryNamespace } from '../../k8s/release';
import { isOfEveryCluster } from '../../names/naming';
import type { Remainder } from '../../render/lifecycle/removal';
import { deletionCommand } from './commands';

export const heldObjects = (objects: readonly Manifest[]): Remainder[] => [
  ...objects.filter(({ kind }) => kind === 'PersistentVolumeClaim').map(claim),
  ...objects.filter(({ kind }) => kind === 'StatefulSet').flatMap(claimsOfSet),
  ...objects.filter(({ kind }) => kind === 'CustomResourceDefinition').map(definition),
];

/** Namespaces that the release renders, and those that it expects. */
export function namespacesOf(objects: readonly Manifest[]): Remainder[] {
  const rendered = objects.filter(({ kind }) => kind === 'Namespace');
  const own = new Set(rendered.map(({ metadata }) => metadata.name));
  const used = new Set(objects.flatMap(({ metadata }) => metadata.namespace ?? []));
  const others = [...used].filter((name) => !own.has(name) && !isOfEveryCluster(name));
  return [...rendered, ...others.map((name) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } }))].map(
    namespace,
  );
}

const claim = (object: Manifest): Remainder => ({
  what: describe(object),
  why: 'it holds data: deleting it deletes the volume, unless the reclaim policy of the StorageClass keeps it',
  commands: [deletionCommand([object])],
});

const definition = (object: Manifest): Remainder => ({
  what: describe(object),
  why: 'deleting it deletes all objects of this kind in the cluster',
  commands: [deletionCommand([object])],
});

const namespace = (object: Manifest): Remainder => ({
  what: describe(object),
  why: 'deleting it deletes everything in it, including objects outside this release',
  commands: [deletionCommand([object])],
});

/** The claims that a StatefulSet's controller creates. */
function claimsOfSet(object: Manifest): Remainder[] {
  const { name, namespace: home } = object.metadata;
  const templates = at(object, 'spec.volumeClaimTemplates');
  if (!Array.isArray(templates) || at(object, 'spec.persistentVolumeClaimRetentionPolicy.whenDeleted') === 'Delete')
    return [];
  const replicas = Number(at(object, 'spec.replicas') ?? 1);
  const first = Number(at(object, 'spec.ordinals.start') ?? 0);
  return templates.flatMap((template) =>
    Array.from({ length: replicas }, (_, index) =>
      claim({
        apiVersion: 'v1',
        kind: 'PersistentVolumeClaim',
        metadata: {
          name: `${String(at(template, 'metadata.name'))}-${name}-${first + index}`,
          ...(home === undefined ? {} : { namespace: home }),
        },
      }),
    ),
  );
}

/** What Jobs and controllers create, and what users created for the release. */
export function externalObjects(externals: readonly ExternalObject[], objects: readonly Manifest[]): Remainder[] {
  const generated = new Set(externals.filter((one) => one.generated).map(keyOf));
  const rendered = new Set(objects.map(({ kind, metadata }) => keyOf({ kind, ...metadata })));
  const unique = new Map(externals.map((one) => [keyOf(one), one]));
  return [...unique]
    .filter(([key, one]) => !rendered.has(key) && !isOfEveryNamespace(one))
    .map(([key, { kind, name, namespace: home }]): Remainder => {
      const object = { apiVersion: 'v1', kind, metadata: { name, ...(home === undefined ? {} : { namespace: home }) } };
      return {
        what: describe(object),
        why: generated.has(key)
          ? 'a Job or controller created it, so it is not part of the release'
          : 'you created it; other releases may use it, too',
        commands: [deletionCommand([object])],
      };
    });
}

const keyOf = ({ kind, name, namespace: home = '' }: Pick<ExternalObject, 'kind' | 'name' | 'namespace'>): string =>
  `${kind}/${home}/${name}`;
