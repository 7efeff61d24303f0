// The alerts of the sandbox nodes.

import type { Construct } from 'constructs';
import { type Alert, noneAvailable, noneReady, prometheusRule } from '../../lib/k8s/monitoring/alerts';
import { managerLine } from './manager/manager-line';
import type { Home } from './names';
import { PLACEHOLDER_APP } from './nodes/placeholders';
import { RUNNER_LABELS } from './runner/runner';

export function alerts(scope: Construct, home: Home): void {
  prometheusRule(scope, 'alerts', home.release, home.values.metrics, alertsOf(home));
}

function alertsOf({ values, sandboxes: { namespace } }: Home): Alert[] {
  const hasRunners = values.runner.enabled && managerLine(values.image.tag) === 'k8s';
  const hasPool = (values.placeholders.count ?? 0) > 0;
  return [
    ...(hasRunners
      ? [noneReady('SandboxNoReadyRunner', namespace, RUNNER_LABELS.selector.app, 'Runners', 'no-runner-is-ready')]
      : []),
    ...(hasPool
      ? [
          noneAvailable(
            'SandboxWarmPoolExhausted',
            namespace,
            PLACEHOLDER_APP,
            'Warm pool',
            'the-warm-pool-is-exhausted',
          ),
        ]
      : []),
  ];
}
