// The alerts of the platform.

import type { Construct } from 'constructs';
import {
  type Alert,
  certificateExpires,
  jobFailed,
  noneReady,
  prometheusRule,
  volumeNearlyFull,
} from '../../lib/k8s/monitoring/alerts';
import { COMPONENTS, objectName } from './connections/addresses';
import type { Platform } from './platform';

export function alerts(scope: Construct, platform: Platform): void {
  prometheusRule(scope, 'alerts', platform.release, platform.values.metrics, alertsOf(platform));
}

function alertsOf({ release, nodes, values }: Platform): Alert[] {
  const { services, postgresql, redis, minio, harbor, dex } = values;
  const { namespace } = release;
  const hasVolumes = [postgresql, redis, minio, harbor, dex].some(({ enabled }) => enabled);
  const registration = objectName(release, COMPONENTS.runnerRegistration);
  return [
    certificateExpires(namespace, release.fullname),
    ...(services.runner.enabled
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
    ...(services.runner.enabled && services.runner.registration.enabled
      ? [
          jobFailed(
            'SandboxRegistrationFailed',
            namespace,
            registration,
            'Registration of the runners',
            'a-registration-has-failed',
          ),
        ]
      : []),
    ...(postgresql.enabled && postgresql.backup.enabled
      ? [
          jobFailed(
            'SandboxBackupFailed',
            namespace,
            `${release.fullname}-postgresql-backup`,
            'Backup of the database',
            'a-backup-has-failed',
          ),
        ]
      : []),
    ...(hasVolumes ? [volumeNearlyFull(namespace, [release.fullname])] : []),
  ];
}
