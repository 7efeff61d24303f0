// Harbor's servers with their own volume.

import type { Construct } from 'constructs';
import type { IStatefulSet } from 'kubernetes-models/apps/v1/StatefulSet';
import type { Labels } from '../../../../lib/k8s/labels';
import { service } from '../../../../lib/k8s/network/service';
import { ApiObject } from '../../../../lib/k8s/object/api-object';
import { setVolume } from '../../../../lib/k8s/storage/claims';
import type { Harbor } from '../harbor';
import type { HarborClaim } from '../values/component-values';
import { harborPod, type PodParts, persistenceOf } from './workload';

export interface SetOptions extends PodParts {
  readonly labels: Labels;
  readonly replicas: number;
  readonly port: { readonly name: string; readonly number: number };
  readonly claim: HarborClaim;
  /** Name of the volume with the data. */
  readonly volume: string;
}

export function statefulSet(
  scope: Construct,
  id: string,
  harbor: Harbor,
  { name, labels, replicas, port, claim, volume, ...parts }: SetOptions,
): void {
  const { release } = harbor;
  const data = setVolume(release, volume, persistenceOf(harbor, claim));
  service(scope, `${id}-service`, release, {
    name,
    labels,
    ports: [{ name: port.name, port: port.number, targetPort: port.number }],
  });
  new ApiObject(scope, `${id}-stateful-set`, {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: release.metadata(name, labels),
    spec: {
      replicas,
      serviceName: name,
      selector: { matchLabels: { ...labels.selector } },
      template: harborPod(scope, harbor, { ...parts, name, labels, volumes: [...data.volumes, ...parts.volumes] }),
      ...data.templates,
    },
  } satisfies IStatefulSet);
}
