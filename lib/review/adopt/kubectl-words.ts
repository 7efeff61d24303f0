// Objects as arguments of kubectl.

import { apiGroup, type Manifest } from '../../k8s/object/manifest';
import { shellCommand } from '../../render/shell';

/** Names and kinds that the API server accepts contain no spaces, and nothing that a shell interprets inside quotes. */
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

/** With version and group, because two projects may have kinds with the same name. */
function typeOf(object: Manifest): string {
  const group = apiGroup(object);
  return group === '' ? object.kind : `${object.kind}.${object.apiVersion.split('/')[1]}.${group}`;
}

/** Objects whose names no API server would accept, and that would be written to a script. */
export const unnameable = (objects: readonly Manifest[]): Manifest[] =>
  objects.filter(
    (object) =>
      !lineOf(object)
        .split(' ')
        .every((word) => word === '-' || WORD.test(word)) || lineOf(object).split(' ').length !== 3,
  );
