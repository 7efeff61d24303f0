// The RuntimeClass of peer pods.

import type { Construct } from 'constructs';
import type { IRuntimeClass } from 'kubernetes-models/node.k8s.io/v1/RuntimeClass';
import { ApiObject } from '../../../lib/k8s/object/api-object';
import { versionTag } from '../../../lib/k8s/version-tags';
import { placePod } from '../../../lib/k8s/workload/placement';
import type { Platform } from '../platform';

export function runtimeClass(scope: Construct, { release, values, runtimeClass: name }: Platform): void {
  const { daemonset, 'kata-deploy': kata, nodeAgents } = values;
  const { nodeSelector } = placePod(release.common, daemonset, nodeAgents);
  const labels = release.labels('kata-deploy', undefined, { 'kata-deploy/instance': 'default' });
  const pinned = kata.image.digest !== '' || kata.image.reference.includes('@');
  const ofChart = versionTag(release, 'kata-deploy', 'image', 'tag');
  // A digest can be of any version: only an explicit tag shows which one.
  const version = pinned && kata.image.tag === ofChart ? '' : kata.image.tag || (pinned ? '' : ofChart);
  new ApiObject(scope, 'kata-runtime-class', {
    apiVersion: 'node.k8s.io/v1',
    kind: 'RuntimeClass',
    metadata: release.clusterMetadata(name, labels, version ? { 'katacontainers.io/kata-version': version } : {}),
    // The handler's name on the nodes, regardless of the name of the class.
    handler: 'kata-remote',
    overhead: { podFixed: { cpu: '250m', memory: '120Mi' } },
    scheduling: { nodeSelector: { ...nodeSelector, 'katacontainers.io/kata-runtime': 'true' } },
  } satisfies IRuntimeClass);
}
