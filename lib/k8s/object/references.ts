// Which Secrets and ConfigMaps a pod reads.

import type { IPodSpec } from 'kubernetes-models/v1/PodSpec';

export interface ObjectReference {
  readonly kind: 'Secret' | 'ConfigMap';
  readonly name: string;
  /** The key that is read; absent if the whole object is read. */
  readonly key?: string;
  /** Whether the pod can start without it. */
  readonly optional: boolean;
  /** Where in the pod spec: `containers[0].env[2]`. */
  readonly field: string;
}

interface Source {
  readonly name?: string;
  readonly key?: string;
  readonly optional?: boolean;
}

/** All references of a pod spec, in order; one per key if a reference names several keys. */
export function* referencedObjects(spec: IPodSpec): Generator<ObjectReference> {
  for (const list of ['initContainers', 'containers'] as const) {
    for (const [index, container] of (spec[list] ?? []).entries()) {
      const field = `${list}[${index}]`;
      for (const [at, source] of (container.envFrom ?? []).entries()) {
        yield* reference('Secret', source.secretRef, `${field}.envFrom[${at}].secretRef`);
        yield* reference('ConfigMap', source.configMapRef, `${field}.envFrom[${at}].configMapRef`);
      }
      for (const [at, { valueFrom }] of (container.env ?? []).entries()) {
        if (!valueFrom) continue;
        const { secretKeyRef, configMapKeyRef } = valueFrom;
        yield* reference('Secret', secretKeyRef, `${field}.env[${at}].valueFrom.secretKeyRef`);
        yield* reference('ConfigMap', configMapKeyRef, `${field}.env[${at}].valueFrom.configMapKeyRef`);
      }
    }
  }
  for (const [index, volume] of (spec.volumes ?? []).entries()) {
    const field = `volumes[${index}]`;
    const { secret, configMap, projected } = volume;
    if (secret) yield* volumeSource('Secret', { ...secret, name: secret.secretName }, `${field}.secret`);
    if (configMap) yield* volumeSource('ConfigMap', configMap, `${field}.configMap`);
    for (const [at, source] of (projected?.sources ?? []).entries()) {
      yield* volumeSource('Secret', source.secret, `${field}.projected.sources[${at}].secret`);
      yield* volumeSource('ConfigMap', source.configMap, `${field}.projected.sources[${at}].configMap`);
    }
  }
}

function* reference(
  kind: ObjectReference['kind'],
  source: Source | undefined,
  field: string,
): Generator<ObjectReference> {
  if (source?.name === undefined) return;
  const { name, key, optional = false } = source;
  yield { kind, name, optional, field, ...(key === undefined ? {} : { key }) };
}

function* volumeSource(
  kind: ObjectReference['kind'],
  source: (Source & { readonly items?: readonly { readonly key: string }[] }) | undefined,
  field: string,
): Generator<ObjectReference> {
  if (!source?.items) yield* reference(kind, source, field);
  for (const [index, { key }] of (source?.items ?? []).entries()) {
    yield* reference(kind, { ...source, key }, `${field}.items[${index}]`);
  }
}
