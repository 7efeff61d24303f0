// When the API server calls the webhook: only for peer pods.

import type { Construct } from 'constructs';
import type { IMutatingWebhookConfiguration } from 'kubernetes-models/admissionregistration.k8s.io/v1/MutatingWebhookConfiguration';
import { ApiObject } from '../../../lib/k8s/object/api-object';
import type { Manager } from '../manager';
import { clusterName } from '../naming';
import type { Platform } from '../platform';
import type { Trust } from './certificate';

export interface Target {
  readonly service: string;
  readonly trust: Trust;
}

export function admission(
  scope: Construct,
  { values, runtimeClass }: Platform,
  { release, labels, prefix }: Manager,
  { service, trust: { annotations, clientConfig } }: Target,
): void {
  const name = clusterName(release, `${prefix}mutating-webhook-configuration`);
  new ApiObject(scope, 'webhook-configuration', {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'MutatingWebhookConfiguration',
    metadata: release.clusterMetadata(name, labels, annotations),
    webhooks: [
      {
        name: 'mwebhook.peerpods.io',
        admissionReviewVersions: ['v1'],
        clientConfig: {
          ...clientConfig,
          service: { name: service, namespace: release.namespace, path: '/mutate-v1-pod' },
        },
        failurePolicy: values.webhook.webhook.failurePolicy,
        // While the webhook is down, every other pod must still start, above all its own.
        matchConditions: [
          {
            name: 'peer-pods',
            expression: `has(object.spec.runtimeClassName) && object.spec.runtimeClassName == "${runtimeClass}"`,
          },
        ],
        namespaceSelector: {
          matchExpressions: [
            { key: 'kubernetes.io/metadata.name', operator: 'NotIn', values: [release.namespace, 'kube-system'] },
          ],
        },
        reinvocationPolicy: 'IfNeeded',
        rules: [
          { apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['pods'], scope: 'Namespaced' },
        ],
        sideEffects: 'None',
      },
    ],
  } satisfies IMutatingWebhookConfiguration);
}
