// The alerts of the platform.

import type { Construct } from 'constructs';
import { certificateExpires, jobFailed, prometheusRule, volumeNearlyFull } from '../../lib/k8s/monitoring/alerts';
import { manifestsOf } from '../../lib/k8s/object/objects-below';
import { noReadyRunner } from '../runner-manager/alerts';
import { COMPONENTS } from './connections/addresses';
import type { Platform } from './platform';

export function alerts(scope: Construct, { release, values }: Platform): void {
  const objects = manifestsOf(scope);
  prometheusRule(scope, 'alerts', release, values.metrics, [
    ...certificateExpires(objects, release.namespace),
    ...noReadyRunner(objects),
    ...jobFailed(objects, COMPONENTS.runnerRegistration, {
      name: 'SandboxRegistrationFailed',
      what: 'Registration of the runners',
      section: 'a-registration-has-failed',
    }),
    ...jobFailed(objects, 'backup', {
      name: 'SandboxBackupFailed',
      what: 'Backup of the database',
      section: 'a-backup-has-failed',
    }),
    ...volumeNearlyFull(objects, release.namespace),
  ]);
}
