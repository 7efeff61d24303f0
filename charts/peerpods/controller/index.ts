// peerpod-ctrl: deletes orphaned VMs that a crashed adaptor could not delete.

import type { Construct } from 'constructs';
import type { IDeployment } from 'kubernetes-models/apps/v1/Deployment';
import { peerPodDefinition } from '../../../imports/peerpods.crd';
import { serviceAccount } from '../../../lib/k8s/access/service-account';
import { protectedServiceMonitor } from '../../../lib/k8s/monitoring/monitors';
import { service } from '../../../lib/k8s/network/service';
import { ApiObject } from '../../../lib/k8s/object/api-object';
import { podTemplate } from '../../../lib/k8s/workload/pod';
import { grantLeadership, grantMetrics, managerLabels } from '../manager';
import type { Platform } from '../platform';
import { authProxy, METRICS, manager, mounted } from './containers';
import { grantController } from './permissions';

/** The CRD in which the adaptor records its VMs. It is needed even without the controller. */
export function peerPodKind(scope: Construct, { release }: Platform): void {
  const { metadata, ...definition } = peerPodDefinition;
  new ApiObject(scope, 'peerpods', {
    ...definition,
    metadata: release.clusterMetadata(metadata.name, release.labels('peerpod-ctrl')),
  });
}

export function controller(scope: Construct, platform: Platform): void {
  const { release, values } = platform;
  const { namePrefix: prefix, authProxy: proxy, ...settings } = values.resourceCtrl;
  const labels = managerLabels(platform, 'peerpod-ctrl');
  const name = `${prefix}controller-manager`;
  const account = serviceAccount(scope, 'controller-account', release, settings.serviceAccount, { name, labels });
  const self = { release, labels, prefix, account };
  grantController(scope, platform, self);
  grantLeadership(scope, 'controller-leader', self);
  if (proxy.enabled) {
    grantMetrics(scope, 'controller-metrics', 'proxy', self);
    service(scope, 'controller-service', release, {
      name: `${name}-metrics-service`,
      labels,
      ports: [{ name: METRICS.name, port: METRICS.port, targetPort: METRICS.name }],
    });
    protectedServiceMonitor(scope, 'controller-monitor', release, {
      ...{ name, labels, port: METRICS.name },
      values: settings.metrics.serviceMonitor,
    });
  }
  new ApiObject(scope, 'controller', {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: release.metadata(name, labels),
    spec: {
      replicas: 1,
      selector: { matchLabels: { ...labels.selector } },
      template: podTemplate(release, {
        labels,
        settings,
        annotations: { 'kubectl.kubernetes.io/default-container': 'manager' },
        spec: {
          serviceAccountName: account,
          automountServiceAccountToken: true,
          terminationGracePeriodSeconds: 10,
          containers: [...(proxy.enabled ? [authProxy(release, proxy)] : []), manager(platform)],
          volumes: mounted(platform).map(({ volume }) => volume),
        },
      }),
    },
  } satisfies IDeployment);
}
