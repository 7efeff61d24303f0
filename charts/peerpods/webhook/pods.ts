// The pods of the webhook and the Service in front of them.

import type { Construct } from 'constructs';
import type { IDeployment } from 'kubernetes-models/apps/v1/Deployment';
import type { IContainer } from 'kubernetes-models/v1/Container';
import { protectedServiceMonitor } from '../../../lib/k8s/monitoring/monitors';
import { service } from '../../../lib/k8s/network/service';
import { ApiObject } from '../../../lib/k8s/object/api-object';
import type { Release } from '../../../lib/k8s/release';
import { versionTag } from '../../../lib/k8s/version-tags';
import { env } from '../../../lib/k8s/workload/container';
import { podTemplate } from '../../../lib/k8s/workload/pod';
import { httpProbe, tcpProbe } from '../../../lib/k8s/workload/probes';
import { resources } from '../../../lib/k8s/workload/resources';
import { image } from '../image';
import type { Manager } from '../manager';
import type { Values } from '../values';
import { WEBHOOK_IMAGE } from './values';

const PORTS = { metrics: 8443, admission: 9443, health: 8081 } as const;

/** The name of the pods' metrics port. */
const METRICS = 'https';

interface Names {
  readonly name: string;
  readonly service: string;
}

export function webhookPods(
  scope: Construct,
  { release, labels, account }: Manager,
  values: Values['webhook'],
  names: Names,
): void {
  service(scope, 'webhook-service', release, {
    name: names.service,
    labels,
    ports: [
      { name: METRICS, port: PORTS.metrics, targetPort: METRICS },
      { name: 'webhook', port: 443, targetPort: PORTS.admission },
    ],
  });
  protectedServiceMonitor(scope, 'webhook-monitor', release, {
    ...{ name: names.name, labels, port: METRICS },
    values: values.metrics.serviceMonitor,
  });
  new ApiObject(scope, 'webhook', {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: release.metadata(names.name, labels),
    spec: {
      replicas: values.replicas,
      selector: { matchLabels: { ...labels.selector } },
      template: podTemplate(release, {
        labels,
        settings: values,
        annotations: { 'kubectl.kubernetes.io/default-container': 'manager' },
        spec: {
          serviceAccountName: account,
          automountServiceAccountToken: true,
          terminationGracePeriodSeconds: 10,
          containers: [manager(release, values)],
          volumes: [{ name: 'cert', secret: { secretName: values.certificate.secretName, defaultMode: 0o644 } }],
        },
      }),
    },
  } satisfies IDeployment);
}

function manager(release: Release, values: Values['webhook']): IContainer {
  const { pullPolicy } = values.image;
  const reserved = resources(values.resources);
  return {
    name: 'manager',
    image: image(
      release,
      { ...values.image, name: values.image.repository },
      {
        name: WEBHOOK_IMAGE,
        tag: versionTag(release, 'webhook', 'image', 'tag'),
      },
    ),
    ...(pullPolicy ? { imagePullPolicy: pullPolicy } : {}),
    command: ['/manager'],
    args: [
      '--leader-elect',
      `--health-probe-bind-address=:${PORTS.health}`,
      `--metrics-bind-address=:${PORTS.metrics}`,
    ],
    ports: [
      { name: METRICS, containerPort: PORTS.metrics, protocol: 'TCP' },
      { name: 'webhook-server', containerPort: PORTS.admission, protocol: 'TCP' },
    ],
    env: env({
      TARGET_RUNTIMECLASS: values.webhook.targetRuntimeClass,
      POD_VM_EXTENDED_RESOURCE: values.webhook.podVMExtendedResource,
      TLS_MIN_VERSION: values.tlsMinVersion || undefined,
      TLS_CIPHER_SUITES: values.tlsCipherSuites || undefined,
    }),
    livenessProbe: httpProbe({ path: '/healthz', initialDelaySeconds: 15, periodSeconds: 20 }, PORTS.health),
    readinessProbe: tcpProbe({ initialDelaySeconds: 5, periodSeconds: 10 }, PORTS.admission),
    ...(reserved ? { resources: reserved } : {}),
    securityContext: values.securityContext,
    volumeMounts: [{ name: 'cert', mountPath: '/tmp/k8s-webhook-server/serving-certs', readOnly: true }],
  };
}
