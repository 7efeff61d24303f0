// The RuntimeClass that pods ask for.

import type { Construct } from 'constructs';
import type { IRuntimeClass } from 'kubernetes-models/node.k8s.io/v1/RuntimeClass';
import { ApiObject } from '../../../lib/k8s/api-object';
import { placePod } from '../../../lib/k8s/placement';
import { versionTag } from '../../../lib/k8s/version-tags';
import type { Platform } from '../platform';

export function runtimeClass(scope: Construct, { release, values, runtimeClass: name }: Platform): void {
  const { daemonset, 'kata-deploy': kata, nodeAgents } = values;
  const { nodeSelector } = placePod(release.common, daemonset, nodeAgents);
  const labels = release.labels('kata-deploy', undefined, { 'kata-deploy/instance': 'default' });
  const pinned = kata.image.digest !== '' || kata.image.reference.includes('@');
  const ofChart = versionTag(release, 'kata-deploy', 'image', 'tag');
  // A digest may be any version: only a tag that somebody gave beside it tells which.
  const version = pinned && kata.image.tag === ofChart ? '' : kata.image.tag || (pinned ? '' : ofChart);
  new ApiObject(scope, 'kata-runtime-class', {
    apiVersion: 'node.k8s.io/v1',
    kind: 'RuntimeClass',
    metadata: release.clusterMetadata(name, labels, version ? { 'katacontainers.io/kata-version': version } : {}),
    // As kata-deploy calls it on the nodes, whatever the class is called.
    handler: 'kata-remote',
    overhead: { podFixed: { cpu: '250m', memory: '120Mi' } },
    scheduling: { nodeSelector: { ...nodeSelector, 'katacontainers.io/kata-runtime': 'true' } },
  } satisfies IRuntimeClass);
}
