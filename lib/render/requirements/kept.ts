// Objects that must be there beside the release, because somebody keeps them.

import { describe } from '../../k8s/manifest';
import type { ExternalObject } from '../../k8s/release';
import type { Inventory } from '../checks/inventory';
import { creation } from '../secrets/creation';

export interface KeptNeed {
  readonly kind: string;
  readonly name: string;
  readonly namespace: string;
  readonly keys?: readonly string[];
  /** Type of a Secret. */
  readonly type?: string;
  /** Makes it; takes the values from variables and files of these names. */
  readonly command?: string;
}

const PULL_SECRET = { type: 'kubernetes.io/dockerconfigjson', keys: ['.dockerconfigjson'] };

export function keptNeeds(inventory: Inventory, externals: readonly ExternalObject[]): KeptNeed[] {
  const needs = new Map<string, ExternalObject>();
  const elsewhere = new Set(externals.filter(({ generated }) => generated).map(keyOf));
  for (const external of [...externals, ...pullSecrets(inventory)]) {
    const key = keyOf(external);
    const { kind, name, namespace } = external;
    if (elsewhere.has(key) || inventory.find(kind, namespace, name)) continue;
    if (kind === 'ServiceAccount' && name === 'default') continue;
    const known = needs.get(key);
    needs.set(key, known ? { ...external, ...known, keys: [...new Set([...known.keys, ...external.keys])] } : external);
  }
  return [...needs.values()].map(needOf);
}

const keyOf = ({ kind, namespace, name }: ExternalObject): string => `${kind}/${namespace}/${name}`;

function needOf({ kind, name, namespace, keys, type }: ExternalObject): KeptNeed {
  const need = { kind, name, namespace, ...(keys.length > 0 ? { keys } : {}) };
  if (kind !== 'Secret') return need;
  const made = creation({ name, namespace, keys, ...(type === undefined ? {} : { type }) });
  return { ...need, type: made.type, command: made.command };
}

/** Secrets that the kubelet reads to pull images. */
function* pullSecrets({ pods }: Inventory): Generator<ExternalObject> {
  for (const { object, spec, namespace } of pods) {
    if (namespace === undefined) throw new Error(`${describe(object)} has no namespace`);
    for (const { name } of spec.imagePullSecrets ?? []) {
      if (name !== undefined) yield { kind: 'Secret', name, namespace, generated: false, ...PULL_SECRET };
    }
  }
}
