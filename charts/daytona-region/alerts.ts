// The alerts of a region.

import type { Construct } from 'constructs';
import {
  type Alert,
  certificateExpires,
  jobFailed,
  prometheusRule,
  volumeNearlyFull,
} from '../../lib/k8s/monitoring/alerts';
import { COMPONENTS, objectName, type Region } from './region';

export function alerts(scope: Construct, region: Region): void {
  prometheusRule(scope, 'alerts', region.release, region.values.metrics, alertsOf(region));
}

function alertsOf({ release, values }: Region): Alert[] {
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
    ...(values.services.snapshotManager.enabled ? [volumeNearlyFull(namespace, [release.fullname])] : []),
  ];
}
