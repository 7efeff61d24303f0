// The alerts of peer pods.

import type { Construct } from 'constructs';
import { type Alert, certificateExpires, noneReady, prometheusRule } from '../../lib/k8s/monitoring/alerts';
import { ADAPTOR } from './adaptor';
import { webhookNamespace } from './manager';
import type { Platform } from './platform';

export function alerts(scope: Construct, platform: Platform): void {
  prometheusRule(scope, 'alerts', platform.release, platform.values.metrics, alertsOf(platform));
}

function alertsOf(platform: Platform): Alert[] {
  const { release, values } = platform;
  const { enabled, namePrefix } = values.webhook;
  return [
    noneReady('SandboxNoReadyAdaptor', release.namespace, ADAPTOR, 'Peer pods', 'no-adaptor-is-ready'),
    ...(enabled ? [certificateExpires(webhookNamespace(platform), namePrefix)] : []),
  ];
}
