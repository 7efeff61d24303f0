// The alerts of a region.

import type { Construct } from 'constructs';
import { certificateExpires, jobFailed, prometheusRule, volumeNearlyFull } from '../../lib/k8s/monitoring/alerts';
import { manifestsOf } from '../../lib/k8s/object/objects-below';
import { noReadyRunner } from '../runner-manager/alerts';
import { COMPONENTS, type Region } from './region';

export function alerts(scope: Construct, { release, values }: Region): void {
  const objects = manifestsOf(scope);
  prometheusRule(scope, 'alerts', release, values.metrics, [
    ...certificateExpires(objects, release.namespace),
    ...jobFailed(objects, COMPONENTS.registration, {
      name: 'SandboxRegistrationFailed',
      what: 'Registration of the region',
      section: 'a-registration-has-failed',
    }),
    ...(values.services.runner.mainContainer.enabled ? noReadyRunner(objects) : []),
    ...volumeNearlyFull(objects, release.namespace),
  ]);
}
