// The alerts of peer pods.

import type { Construct } from 'constructs';
import { certificateExpires, noneReady, prometheusRule } from '../../lib/k8s/monitoring/alerts';
import { manifestsOf } from '../../lib/k8s/object/objects-below';
import { webhookNamespace } from './manager';
import type { Platform } from './platform';

export function alerts(scope: Construct, platform: Platform): void {
  const objects = manifestsOf(scope);
  prometheusRule(scope, 'alerts', platform.release, platform.values.metrics, [
    ...noneReady(objects, 'cloud-api-adaptor', {
      name: 'SandboxNoReadyAdaptor',
      what: 'Peer pods',
      section: 'no-adaptor-is-ready',
    }),
    ...certificateExpires(objects, webhookNamespace(platform)),
  ]);
}
