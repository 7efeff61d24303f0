// The commands that delete objects: dependents before what they depend on, and nothing that holds other people's data.

import { apiGroup, type Manifest } from '../../k8s/object/manifest';
import { inApplyOrder } from '../../render/order';
import { shellCommand } from '../../render/shell';

/** Kinds whose deletion also deletes what others keep in them. */
const HOLDERS: readonly string[] = ['Namespace', 'CustomResourceDefinition', 'PersistentVolumeClaim'];

export const isHolder = ({ kind }: Manifest): boolean => HOLDERS.includes(kind);

/** Their pods must be gone before their permissions are. */
const WITH_PODS: readonly string[] = ['CronJob', 'DaemonSet', 'Deployment', 'Job', 'StatefulSet'];

/** A command for all objects of one kind in one namespace, in the opposite of apply order. */
export function deletionCommands(objects: readonly Manifest[]): string[] {
  const groups = new Map<string, Manifest[]>();
  for (const object of inApplyOrder(objects.filter((one) => !isHolder(one))).reverse()) {
    const key = [typeOf(object), object.metadata.namespace ?? ''].join(' ');
    groups.set(key, [...(groups.get(key) ?? []), object]);
  }
  return [...groups.values()].map(deletionCommand);
}

/** Deletes objects of one kind in one namespace. */
export function deletionCommand(objects: readonly Manifest[]): string {
  const [first] = objects;
  if (!first) return '';
  const { namespace } = first.metadata;
  return shellCommand([
    'kubectl',
    'delete',
    typeOf(first),
    ...objects.map(({ metadata }) => metadata.name),
    ...(namespace === undefined ? [] : ['--namespace', namespace]),
    '--ignore-not-found',
    ...(WITH_PODS.includes(first.kind) ? ['--cascade=foreground'] : []),
  ]);
}

/** With version and group, because two projects may have kinds with the same name. */
function typeOf(object: Manifest): string {
  const group = apiGroup(object);
  return group === ''
    ? object.kind.toLowerCase()
    : `${object.kind}.${object.apiVersion.split('/')[1]}.${group}`.toLowerCase();
}
