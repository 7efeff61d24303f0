// Limits for everything in the namespace of a lab: one release of the namespace sets them.

import type { Construct } from 'constructs';
import type { ILimitRange } from 'kubernetes-models/v1/LimitRange';
import type { IResourceQuota } from 'kubernetes-models/v1/ResourceQuota';
import { ApiObject } from '../../lib/k8s/object/api-object';
import type { Rule } from '../../lib/values/validate';
import type { Session } from './session';
import type { ContainerValues, Values } from './values';

export function namespaceLimits(scope: Construct, { release, values, labels, names }: Session): void {
  const { resourceQuota, limitRange } = values;
  const metadata = release.metadata(names.pod, labels);
  if (resourceQuota.enabled) {
    new ApiObject(scope, 'quota', {
      apiVersion: 'v1',
      kind: 'ResourceQuota',
      metadata,
      spec: { hard: { ...resourceQuota.hard } },
    } satisfies IResourceQuota);
  }
  if (limitRange.enabled) {
    new ApiObject(scope, 'limits', {
      apiVersion: 'v1',
      kind: 'LimitRange',
      metadata,
      spec: { limits: [...limitRange.limits] },
    } satisfies ILimitRange);
  }
}

const containersOf = ({ initContainers, firecracker, terminal, codeServer }: Values): [string, ContainerValues][] => [
  ['initContainers.rootfs', initContainers.rootfs],
  ['initContainers.network', initContainers.network],
  ['firecracker', firecracker],
  ['terminal', terminal],
  ['codeServer', codeServer],
];

/** The part of a container's resources that a counted resource is about. */
function neededBy(resource: string): readonly ['requests' | 'limits', string] | undefined {
  const [, kind = 'requests', name = ''] = /^(?:(requests|limits)\.)?(cpu|memory)$/.exec(resource) ?? [];
  return name === '' ? undefined : [kind as 'requests' | 'limits', name];
}

export const namespaceLimitRules: readonly Rule<Values>[] = [
  ({ resourceQuota: { enabled, hard } }, report) => {
    if (enabled && Object.keys(hard).length === 0) {
      report.error((v) => v.resourceQuota.hard, 'is required with resourceQuota.enabled (such as pods: "10")');
    }
    if (!enabled && Object.keys(hard).length > 0) {
      report.warning((v) => v.resourceQuota.hard, 'has no effect: resourceQuota.enabled is false');
    }
  },
  ({ limitRange: { enabled, limits } }, report) => {
    if (enabled && limits.length === 0) {
      report.error((v) => v.limitRange.limits, 'is required with limitRange.enabled');
    }
    for (const [index, { type }] of limits.entries()) {
      if (!type)
        report.error((v) => v.limitRange.limits[index]?.type, 'is required (Container, Pod or PersistentVolumeClaim)');
    }
  },
  (values, report) => {
    const { enabled, hard } = values.resourceQuota;
    // Its defaults may fill in what a container lacks.
    if (!enabled || values.limitRange.enabled) return;
    for (const resource of Object.keys(hard)) {
      const needed = neededBy(resource);
      if (!needed) continue;
      const [kind, name] = needed;
      // Without a request, the limit is the request.
      const lacking = containersOf(values).find(
        ([, { resources }]) =>
          resources[kind][name] === undefined && (kind === 'limits' || resources.limits[name] === undefined),
      );
      if (lacking === undefined) continue;
      report.error(
        (v) => v.resourceQuota.hard[resource],
        `the API server then refuses the pod: ${lacking[0]}.resources.${kind}.${name} is not set`,
      );
    }
  },
];
