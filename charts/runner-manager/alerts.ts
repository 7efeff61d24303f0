// The alerts of the sandbox nodes.

import type { Construct } from 'constructs';
import { type Alert, noneAvailable, noneReady, prometheusRule } from '../../lib/k8s/monitoring/alerts';
import type { Manifest } from '../../lib/k8s/object/manifest';
import { manifestsOf } from '../../lib/k8s/object/objects-below';
import type { Home } from './names';

export function alerts(scope: Construct, { release, values }: Home): void {
  const objects = manifestsOf(scope);
  prometheusRule(scope, 'alerts', release, values.metrics, [
    ...noReadyRunner(objects),
    ...noneAvailable(objects, 'placeholder', {
      name: 'SandboxWarmPoolExhausted',
      what: 'Warm pool',
      section: 'the-warm-pool-is-exhausted',
    }),
  ]);
}

/** For every chart with a DaemonSet of runners. */
export const noReadyRunner = (objects: readonly Manifest[]): Alert[] =>
  noneReady(objects, 'runner', { name: 'SandboxNoReadyRunner', what: 'Runners', section: 'no-runner-is-ready' });
