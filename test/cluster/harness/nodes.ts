// Simulated nodes: kwok runs their pods. The node settings that pods need come from the requirements of their release.

import type { Kubectl } from './kubectl';

/** How a node differs from a plain one. */
export interface NodeTraits {
  readonly labels?: Readonly<Record<string, string>>;
  /** Extended resources, as device plugins report them. */
  readonly devices?: readonly string[];
  readonly taints?: readonly { readonly key: string; readonly value?: string; readonly effect: string }[];
}

const CAPACITY = { cpu: '256', memory: '1Ti', 'ephemeral-storage': '4Ti', pods: '2000' };

/** The plain node that always exists, and a default storage class. */
export async function startNodes(kubectl: Kubectl): Promise<void> {
  await addNode(kubectl, 'node-1', {});
  const standard = storageClassOf('standard', { 'storageclass.kubernetes.io/is-default-class': 'true' });
  await kubectl.ok(['apply', '-f', '-'], { input: JSON.stringify(standard) });
}

/** A class for whose claims the simulated kubelets create a volume. */
export const storageClassOf = (name: string, annotations: Readonly<Record<string, string>> = {}): object => ({
  apiVersion: 'storage.k8s.io/v1',
  kind: 'StorageClass',
  metadata: { name, annotations },
  provisioner: 'kwok.x-k8s.io/volume',
});

export async function addNode(kubectl: Kubectl, name: string, { labels = {}, devices = [], taints = [] }: NodeTraits) {
  const node = {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name,
      labels: {
        'kubernetes.io/hostname': name,
        'kubernetes.io/os': 'linux',
        'kubernetes.io/arch': 'amd64',
        ...labels,
      },
    },
    spec: { taints },
  };
  await kubectl.ok(['apply', '-f', '-'], { input: JSON.stringify(node) });
  const capacity = { ...CAPACITY, ...Object.fromEntries(devices.map((device) => [device, '100'])) };
  const status = { status: { capacity, allocatable: capacity } };
  const patch = ['--subresource=status', '--type=merge', '-p', JSON.stringify(status)];
  await kubectl.ok(['patch', 'node', name, ...patch]);
}

export async function removeNode(kubectl: Kubectl, name: string): Promise<void> {
  await kubectl.ok(['delete', 'node', name, '--ignore-not-found', '--wait=false']);
}
