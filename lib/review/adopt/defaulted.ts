// Fields that the API server added to what Helm applied, and that have no owner. They conflict with the new manifests if
// these use an alternative, because an apply only removes fields that its applier owns.

import { type Manifest, objectKey } from '../../k8s/object/manifest';
import { at, POD_SPECS } from '../../k8s/object/pod-owner';
import { valueAt } from '../../values/path';
import { isMap } from '../../values/scalar';

/** In the form of `managedFields[].fieldsV1`. */
export type FieldsV1 = { readonly [field: string]: FieldsV1 };

/** Alternatives of which an object has exactly one, with the fields that the API server adds for them. */
const FILLED_IN: Readonly<Record<string, readonly string[]>> = {
  rollingUpdate: ['maxSurge', 'maxUnavailable'],
  configMap: ['defaultMode'],
  secret: ['defaultMode'],
  projected: ['defaultMode'],
  downwardAPI: ['defaultMode'],
  hostPath: ['type'],
  httpGet: ['scheme'],
  grpc: ['service'],
  valueFrom: ['fieldRef', 'resourceFieldRef'],
};

const PROBES = ['startupProbe', 'livenessProbe', 'readinessProbe'];

/** By object: the fields that the applier must own, so that its first apply removes them. */
export function defaultedFields(
  installed: readonly Manifest[],
  rendered: readonly Manifest[],
): ReadonlyMap<Manifest, FieldsV1> {
  const now = new Map(rendered.map((object) => [objectKey(object), object]));
  return new Map(
    installed.flatMap((object) => {
      const next = now.get(objectKey(object));
      const fields = next === undefined ? {} : inObject(object, next);
      return Object.keys(fields).length === 0 ? [] : [[object, fields] as const];
    }),
  );
}

function inObject(old: Manifest, next: Manifest): FieldsV1 {
  const path = POD_SPECS[old.kind];
  const pod = path === undefined || old.kind === 'Pod' ? {} : inPod(at(old, path), at(next, path));
  const isRecreate = at(next, 'spec.strategy.type') === 'Recreate' && at(old, 'spec.strategy.type') !== 'Recreate';
  return merged(
    isRecreate ? { 'f:spec': { 'f:strategy': gone('rollingUpdate') } } : {},
    nested((path ?? '').split('.'), pod),
  );
}

function inPod(old: unknown, next: unknown): FieldsV1 {
  const lists = ['initContainers', 'containers'].map((list) =>
    inItems(list, old, next, (was, is) =>
      merged(
        ...PROBES.map((probe) => nested([probe], alternatives(valueAt(was, [probe]), valueAt(is, [probe])))),
        inItems('env', was, is, alternatives),
      ),
    ),
  );
  return merged(...lists, inItems('volumes', old, next, alternatives));
}

/** Items that both lists have, by name. */
function inItems(
  list: string,
  old: unknown,
  next: unknown,
  within: (old: unknown, next: unknown) => FieldsV1,
): FieldsV1 {
  const items = itemsOf(next, list);
  const found = itemsOf(old, list).map((item) => {
    const partner = items.find(({ name }) => name === item.name);
    const fields = partner === undefined ? {} : within(item, partner);
    return Object.keys(fields).length === 0 ? {} : { [`k:${JSON.stringify({ name: item.name })}`]: fields };
  });
  return nested([list], merged(...found));
}

/** The alternatives in the old object that are not in the new one. */
function alternatives(old: unknown, next: unknown): FieldsV1 {
  if (!isMap(old) || !isMap(next)) return {};
  return merged(...Object.keys(FILLED_IN).map((key) => (key in old && !(key in next) ? gone(key) : {})));
}

function gone(alternative: string): FieldsV1 {
  const fields = (FILLED_IN[alternative] ?? []).map((field) => [`f:${field}`, {}] as const);
  return { [`f:${alternative}`]: { '.': {}, ...Object.fromEntries(fields) } };
}

const nested = (path: readonly string[], fields: FieldsV1): FieldsV1 =>
  Object.keys(fields).length === 0
    ? {}
    : path.reduceRight<FieldsV1>((inner, step) => ({ [`f:${step}`]: inner }), fields);

function merged(...all: readonly FieldsV1[]): FieldsV1 {
  const result: Record<string, FieldsV1> = {};
  for (const fields of all) {
    for (const [key, value] of Object.entries(fields))
      result[key] = key in result ? merged(result[key] ?? {}, value) : value;
  }
  return result;
}

const itemsOf = (map: unknown, key: string): Record<string, unknown>[] => {
  const list = valueAt(map, [key]);
  return Array.isArray(list) ? list.filter(isMap) : [];
};
