// The Cloud API Adaptor: on each worker node, it creates a VM for each peer pod.

import type { Construct } from 'constructs';
import type { IDaemonSet } from 'kubernetes-models/apps/v1/DaemonSet';
import type { IContainer } from 'kubernetes-models/v1/Container';
import { serviceAccount } from '../../../lib/k8s/access/service-account';
import { ApiObject } from '../../../lib/k8s/object/api-object';
import { env, podField } from '../../../lib/k8s/workload/container';
import { podTemplate } from '../../../lib/k8s/workload/pod';
import { resources } from '../../../lib/k8s/workload/resources';
import type { Platform } from '../platform';
import type { Mounted } from '../providers/catalog';
import { probePort } from '../settings';
import { adaptorImage } from './image';
import { grantAdaptor } from './permissions';
import { volumesOf } from './volumes';

export function adaptor(scope: Construct, platform: Platform): void {
  const { release, values } = platform;
  const labels = release.labels('cloud-api-adaptor', { app: 'cloud-api-adaptor' });
  const account = serviceAccount(scope, 'adaptor-account', release, values.daemonset.serviceAccount, {
    name: 'cloud-api-adaptor',
    labels,
  });
  grantAdaptor(scope, platform, labels, account);
  const mounted = volumesOf(platform);
  const { maxUnavailable, maxSurge } = values.daemonset.updateStrategy;
  new ApiObject(scope, 'adaptor', {
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: release.metadata('cloud-api-adaptor-daemonset', labels),
    spec: {
      selector: { matchLabels: { ...labels.selector } },
      updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable, maxSurge } },
      template: podTemplate(release, {
        labels,
        settings: values.daemonset,
        nodeAgents: values.nodeAgents,
        spec: {
          serviceAccountName: account,
          automountServiceAccountToken: true,
          hostNetwork: true,
          dnsPolicy: 'ClusterFirstWithHostNet',
          containers: [adaptorContainer(platform, mounted)],
          volumes: mounted.map(({ volume }) => volume),
        },
      }),
    },
  } satisfies IDaemonSet);
}

function adaptorContainer({ release, values, settings, secrets }: Platform, mounted: readonly Mounted[]): IContainer {
  const { daemonset } = values;
  const reserved = resources(daemonset.resources);
  return {
    name: 'cloud-api-adaptor-con',
    image: adaptorImage(release, values),
    ...(values.image.pullPolicy ? { imagePullPolicy: values.image.pullPolicy } : {}),
    command: ['/usr/local/bin/entrypoint.sh'],
    env: env({ NODE_NAME: podField('spec.nodeName') }),
    envFrom: [
      ...(secrets.credentials ? [{ secretRef: { name: secrets.credentials } }] : []),
      { configMapRef: { name: settings } },
    ],
    startupProbe: {
      httpGet: { host: '127.0.0.1', path: '/startup', port: probePort(values) },
      ...daemonset.startupProbe,
    },
    ...(reserved ? { resources: reserved } : {}),
    securityContext: daemonset.securityContext,
    volumeMounts: mounted.map(({ volume, mount }) => ({ name: volume.name, ...mount })),
  };
}
