// Checks the volumes of pods and the mounts of containers.

import type { IVolume } from 'kubernetes-models/v1/Volume';
import { DNS_LABEL, DNS_LABEL_LIMIT } from '../../../names/naming';
import type { Finding } from '../finding';
import { at, type Inventory, keysOf, type PodContainer, type PodOwner } from '../inventory';

const LABEL = new RegExp(DNS_LABEL);

export function* volumes(inventory: Inventory): Generator<Finding> {
  for (const { object, spec, field } of inventory.pods) {
    const names = new Set<string>();
    for (const [index, { name, ...source }] of (spec.volumes ?? []).entries()) {
      const place = `${field}.volumes[${index}]`;
      if (!LABEL.test(name) || name.length > DNS_LABEL_LIMIT) {
        yield { object, field: `${place}.name`, message: `is not a DNS label: ${name}` };
      }
      if (names.has(name)) yield { object, field: `${place}.name`, message: `is already used: ${name}` };
      names.add(name);
      const sources = Object.keys(source);
      if (sources.length !== 1) {
        yield { object, field: place, message: `must have one source, not ${sources.join(' and ') || 'none'}` };
      }
    }
  }
  for (const each of inventory.containers) yield* mounts(inventory, each);
}

function* mounts(inventory: Inventory, { container, pod, note }: PodContainer): Generator<Finding> {
  const paths = new Set<string>();
  for (const [index, { name, mountPath, subPath }] of (container.volumeMounts ?? []).entries()) {
    const place = `volumeMounts[${index}]`;
    const volume = (pod.spec.volumes ?? []).find((candidate) => candidate.name === name);
    if (!volume && !claimTemplates(pod).includes(name)) yield note(`${place}.name`, `the pod has no volume ${name}`);
    if (paths.has(mountPath)) yield note(`${place}.mountPath`, `is already used: ${mountPath}`);
    paths.add(mountPath);
    if (mountPath.includes(':')) yield note(`${place}.mountPath`, `must not contain ":": ${mountPath}`);
    const files = volume && filesOf(inventory, pod, volume);
    if (subPath && files && !files.has(subPath))
      yield note(`${place}.subPath`, `volume ${name} has no file ${subPath}`);
  }
}

function claimTemplates({ object }: PodOwner): (string | undefined)[] {
  const templates = (at(object, 'spec.volumeClaimTemplates') ?? []) as readonly { metadata?: { name?: string } }[];
  return templates.map(({ metadata }) => metadata?.name);
}

/** The files of a volume with a Secret or ConfigMap of the release; `undefined` if they are not known. */
function filesOf(inventory: Inventory, { namespace }: PodOwner, { secret, configMap }: IVolume) {
  const items = (secret ?? configMap)?.items;
  if (items) return new Set(items.map(({ path }) => path));
  const kind = secret ? 'Secret' : 'ConfigMap';
  const name = secret?.secretName ?? configMap?.name;
  const found = name === undefined ? undefined : inventory.find(kind, namespace, name);
  return found && keysOf(found);
}
