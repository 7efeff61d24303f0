// How kubectl is told about objects.

import { apiGroup, type Manifest } from '../../k8s/object/manifest';
import { shellCommand } from '../../render/shell';

/** What the API server accepts as names and kinds has no space, and nothing that a shell reads inside quotes. */
const WORD = /^[A-Za-z0-9][-A-Za-z0-9.:_]*$/;

/** `kubectl delete Deployment.v1.apps web -n shop` */
export function deletionCommand(object: Manifest): string {
  const { name, namespace } = object.metadata;
  return shellCommand([
    ...['kubectl', 'delete', typeOf(object), name],
    ...(namespace === undefined ? [] : ['-n', namespace]),
  ]);
}

/** `Deployment.v1.apps shop web`; `-` for no namespace. */
export function lineOf(object: Manifest): string {
  const { name, namespace = '-' } = object.metadata;
  return [typeOf(object), namespace, name].join(' ');
}

/** With version and group, as two projects may have a kind of the same name. */
function typeOf(object: Manifest): string {
  const group = apiGroup(object);
  return group === '' ? object.kind : `${object.kind}.${object.apiVersion.split('/')[1]}.${group}`;
}

/** Objects whose names no API server would accept; they would end up in a script. */
export const unnameable = (objects: readonly Manifest[]): Manifest[] =>
  objects.filter(
    (object) =>
      !lineOf(object)
        .split(' ')
        .every((word) => word === '-' || WORD.test(word)) || lineOf(object).split(' ').length !== 3,
  );
