// Objects that users add to a release.

import { isClusterScoped } from '../k8s/object/manifest';
import { DNS_LABEL } from '../names/naming';
import { isMap } from '../values/scalar';
import type { Complain, ExtraObject } from './change';
import { parseTexts } from './text';

const NAMESPACE = new RegExp(DNS_LABEL);

/** The objects of one entry: a map, or text with any number of documents. */
export function objectsIn(entry: unknown, complain: Complain): ExtraObject['object'][] | undefined {
  if (isMap(entry)) return [asObject(entry, complain)];
  if (typeof entry !== 'string') {
    complain([], 'must be a Kubernetes object, or YAML text with objects');
    return undefined;
  }
  const documents = parseTexts(entry, complain) ?? [];
  const listed = documents.flatMap((document) =>
    isMap(document) && document.kind === 'List' && Array.isArray(document.items) ? document.items : [document],
  );
  if (documents.length === 0) complain([], 'must not be empty');
  return listed.map((object) => asObject(object, (_path, message) => complain([], message)));
}

function asObject(object: unknown, complain: Complain): ExtraObject['object'] {
  const { apiVersion, kind, metadata } = isMap(object) ? object : {};
  const { name, namespace } = isMap(metadata) ? metadata : {};
  const demand = (isRight: boolean, path: readonly string[], message: string) => {
    if (!isRight) complain(path, message);
  };
  if (!isMap(object)) complain([], 'must be a Kubernetes object');
  else {
    demand(typeof apiVersion === 'string' && apiVersion !== '', ['apiVersion'], 'is required (such as apps/v1)');
    demand(typeof kind === 'string' && kind !== '', ['kind'], 'is required (such as ConfigMap)');
    demand(metadata === undefined || isMap(metadata), ['metadata'], 'must be a map');
    demand(typeof name === 'string' && name !== '', ['metadata', 'name'], 'is required');
    const isNamespace = typeof namespace === 'string' && (namespace === '' || NAMESPACE.test(namespace));
    demand((namespace ?? '') === '' || isNamespace, ['metadata', 'namespace'], 'must be the name of a namespace');
    const isFree = typeof kind === 'string' && isClusterScoped(kind);
    demand(!isFree || (namespace ?? '') === '', ['metadata', 'namespace'], `must be absent: ${kind} is cluster-scoped`);
  }
  return object as ExtraObject['object'];
}
