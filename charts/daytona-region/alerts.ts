// The alerts of a region.

import type { Construct } from 'constructs';
import {
  type Alert,
  certificateExpires,
  jobFailed,
  noneReady,
  prometheusRule,
  volumeNearlyFull,
} from '../../lib/k8s/monitoring/alerts';
import { COMPONENTS, nodesOf, objectName, type Region } from './region';

export function alerts(scope: Construct, region: Region): void {
  prometheusRule(scope, 'alerts', region.release, region.values.metrics, alertsOf(region));
}

function alertsOf(region: Region): Alert[] {
  const { release, values } = region;
  const { runner } = values.services;
  const nodes = nodesOf(region);
  const { namespace } = release;
  const job = objectName(release, COMPONENTS.registration);
  return [
    certificateExpires(namespace, release.fullname),
    ...(values.registration.enabled
      ? [
          jobFailed(
            'SandboxRegistrationFailed',
            namespace,
            job,
            'Registration of the region',
            'a-registration-has-failed',
          ),
        ]
      : []),
    ...(runner.enabled && runner.mainContainer.enabled
      ? [
          noneReady(
            'SandboxNoReadyRunner',
            nodes.namespace,
            objectName(nodes, COMPONENTS.runner),
            'Runners',
            'no-runner-is-ready',
          ),
        ]
      : []),
    ...(values.services.snapshotManager.enabled ? [volumeNearlyFull(namespace, [release.fullname])] : []),
  ];
}
