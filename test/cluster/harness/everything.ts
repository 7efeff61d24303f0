// What is in the cluster, to find what a test left behind.

import type { Kubectl } from './kubectl';

/** Every object of the cluster as `Kind namespace name`, except the control plane's own. */
export async function everything(cluster: Kubectl): Promise<string[]> {
  const list = await cluster.ok(['api-resources', '--verbs=list', '-o', 'name']);
  const kinds = list.split('\n').filter((kind) => kind !== '' && !OF_THE_CONTROL_PLANE.test(kind));
  const columns = 'custom-columns=KIND:.kind,NAMESPACE:.metadata.namespace,NAME:.metadata.name';
  const text = await cluster.ok(['get', kinds.join(','), '-A', '--no-headers', '--ignore-not-found', '-o', columns]);
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.replaceAll(/\s+/g, ' '));
}

const OF_THE_CONTROL_PLANE = /^(events|leases|nodes|persistentvolumes|componentstatuses|apiservices|endpointslices)\b/;
