// What the Pod Security Standard "restricted" requires in addition to "baseline".

import type { IPodSpec } from 'kubernetes-models/v1/PodSpec';
import type { Placed } from './placed';

const VOLUMES = new Set([
  'configMap',
  'csi',
  'downwardAPI',
  'emptyDir',
  'ephemeral',
  'persistentVolumeClaim',
  'projected',
  'secret',
]);

const SECCOMP = new Set(['RuntimeDefault', 'Localhost']);

/** Paths of the fields that "restricted" forbids, or requires and does not find. */
export function* beyondRestricted(spec: IPodSpec, containers: readonly Placed[]): Generator<string> {
  for (const [index, { name: _name, ...sources }] of (spec.volumes ?? []).entries()) {
    for (const source of Object.keys(sources)) if (!VOLUMES.has(source)) yield `volumes[${index}].${source}`;
  }
  const pod = spec.securityContext;
  if (pod?.runAsUser === 0) yield 'securityContext.runAsUser';
  for (const { container, field } of containers) {
    const at = `${field}.securityContext`;
    const own = container.securityContext;
    if (own?.allowPrivilegeEscalation !== false) yield `${at}.allowPrivilegeEscalation`;
    if (!(own?.runAsNonRoot ?? pod?.runAsNonRoot)) yield `${at}.runAsNonRoot`;
    if (own?.runAsUser === 0) yield `${at}.runAsUser`;
    if (!SECCOMP.has((own?.seccompProfile ?? pod?.seccompProfile)?.type ?? '')) yield `${at}.seccompProfile`;
    if (!own?.capabilities?.drop?.includes('ALL')) yield `${at}.capabilities.drop`;
    if (own?.capabilities?.add?.some((name) => name !== 'NET_BIND_SERVICE')) yield `${at}.capabilities.add`;
  }
}
