// The webhook: replaces the CPU and memory requests of a peer pod by one VM.

import type { Construct } from 'constructs';
import { serviceAccount } from '../../../lib/k8s/access/service-account';
import { grantLeadership, grantMetrics, managerLabels, webhookNamespace } from '../manager';
import type { Platform } from '../platform';
import { serving } from './certificate';
import { admission } from './configuration';
import { webhookPods } from './pods';

export function webhook(scope: Construct, platform: Platform): void {
  const { webhook: values } = platform.values;
  const release = platform.release.inNamespace(webhookNamespace(platform));
  const prefix = values.namePrefix;
  const labels = managerLabels(platform, 'webhook');
  if (values.createNamespace && release.namespace !== platform.release.namespace) {
    release.createNamespace(release.labels('webhook'));
  }
  const name = `${prefix}controller-manager`;
  const account = serviceAccount(scope, 'webhook-account', release, values.serviceAccount, { name, labels });
  const manager = { release, labels, prefix, account };
  grantLeadership(scope, 'webhook-leader', manager);
  grantMetrics(scope, 'webhook-metrics', 'metrics-auth', manager);
  const service = `${prefix}webhook-service`;
  const trust = serving(scope, manager, values, service);
  webhookPods(scope, manager, values, { name, service });
  admission(scope, platform, manager, { service, trust });
}
