// What the nodes must have to schedule and start the pods.

import type { IPodSpec } from 'kubernetes-models/v1/PodSpec';
import type { IToleration } from 'kubernetes-models/v1/Toleration';
import { describe } from '../k8s/object/manifest';
import type { Inventory } from '../render/checks/inventory';
import { gathered } from './gathered';

/** Nodes that pods require. */
export interface NodeNeed {
  readonly labels?: Readonly<Record<string, string>>;
  /** Terms of the required node affinity: one of them must match. */
  readonly oneOf?: readonly object[];
  /** Taints that the nodes may have. */
  readonly tolerations?: readonly IToleration[];
  readonly by: readonly string[];
}

/** A resource of the node that pods use. */
export interface OnNode {
  /** Path on the node, or name of a device plugin's resource. */
  readonly name: string;
  /** The expected type, if the volume sets it: `Directory`, `CharDevice`. */
  readonly type?: string;
  readonly by: readonly string[];
}

export function nodeNeeds({ pods }: Inventory): NodeNeed[] {
  return gathered(
    pods.flatMap(({ object, spec }) => {
      const { nodeSelector, affinity, tolerations } = spec;
      const oneOf = affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms;
      const need = {
        ...(hasKeys(nodeSelector) ? { labels: nodeSelector } : {}),
        ...(oneOf?.length ? { oneOf } : {}),
        ...(tolerations?.length ? { tolerations } : {}),
      };
      return hasKeys(need) ? [{ need, by: describe(object) }] : [];
    }),
  );
}

const hasKeys = (map: object | undefined): boolean => map !== undefined && Object.keys(map).length > 0;

const isDevice = (path: string): boolean => path.startsWith('/dev/');

/** Paths of the node that pods mount, without devices. */
export function hostPathNeeds(inventory: Inventory, devices: boolean): OnNode[] {
  return gathered(
    inventory.pods.flatMap(({ object, spec }) =>
      (spec.volumes ?? []).flatMap(({ hostPath }) => {
        if (!hostPath || isDevice(hostPath.path) !== devices) return [];
        const { path: name, type } = hostPath;
        return [{ need: { name, ...(type ? { type } : {}) }, by: describe(object) }];
      }),
    ),
  );
}

/** Devices by path, and resources of device plugins. */
export function deviceNeeds(inventory: Inventory): OnNode[] {
  const counted = inventory.pods.flatMap(({ object, spec }) =>
    resourcesOf(spec).map((name) => ({ need: { name }, by: describe(object) })),
  );
  return [...hostPathNeeds(inventory, true), ...gathered(counted)];
}

/** Resources that only some nodes have: `nvidia.com/gpu`, `hugepages-2Mi`. */
function resourcesOf({ initContainers = [], containers }: IPodSpec): string[] {
  const names = [...initContainers, ...containers].flatMap(({ resources }) =>
    Object.keys({ ...resources?.requests, ...resources?.limits }),
  );
  return [...new Set(names)].filter((name) => name.includes('/') || name.startsWith('hugepages-'));
}
