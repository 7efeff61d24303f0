// The requirements of Pod Security level `restricted` for a pod.

import type { IContainer } from 'kubernetes-models/v1/Container';
import type { IPodSpec } from 'kubernetes-models/v1/PodSpec';
import type { Rendered } from '../../lib/render/render';

const VOLUMES = [
  'configMap',
  'csi',
  'downwardAPI',
  'emptyDir',
  'ephemeral',
  'persistentVolumeClaim',
  'projected',
  'secret',
];

/** The violations of each pod of a release, one per line; empty if the namespace would admit all of them. */
export function violations({ objects }: Rendered): string[] {
  return objects.flatMap((object) => {
    const { template } = (object.spec ?? {}) as { readonly template?: { readonly spec?: IPodSpec } };
    const spec = template?.spec;
    return spec?.containers ? podViolations(spec).map((line) => `${object.kind} ${object.metadata.name}: ${line}`) : [];
  });
}

function podViolations(spec: IPodSpec): string[] {
  const found: string[] = [];
  for (const key of ['hostNetwork', 'hostPID', 'hostIPC'] as const) if (spec[key]) found.push(key);
  for (const { name, ...source } of spec.volumes ?? []) {
    if (!Object.keys(source).every((kind) => VOLUMES.includes(kind))) found.push(`volume ${name}`);
  }
  const containers = [...(spec.initContainers ?? []), ...spec.containers];
  return [...found, ...containers.flatMap((container) => containerViolations(spec, container))];
}

function containerViolations(spec: IPodSpec, { name, securityContext: own = {}, ports = [] }: IContainer): string[] {
  const pod = spec.securityContext ?? {};
  const rules: Record<string, boolean> = {
    runAsNonRoot: (own.runAsNonRoot ?? pod.runAsNonRoot) === true,
    runAsUser: (own.runAsUser ?? pod.runAsUser) !== 0,
    seccompProfile: ['RuntimeDefault', 'Localhost'].includes((own.seccompProfile ?? pod.seccompProfile)?.type ?? ''),
    allowPrivilegeEscalation: own.allowPrivilegeEscalation === false,
    privileged: own.privileged !== true,
    'capabilities.drop': own.capabilities?.drop?.includes('ALL') === true,
    'capabilities.add': (own.capabilities?.add ?? []).every((capability) => capability === 'NET_BIND_SERVICE'),
    hostPort: ports.every(({ hostPort }) => hostPort === undefined),
  };
  return Object.entries(rules).flatMap(([rule, kept]) => (kept ? [] : [`container ${name}: ${rule}`]));
}
