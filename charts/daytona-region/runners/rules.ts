// Runners are a release of another chart.

import type { Rule } from '../../../lib/values/validate';
import type { Values } from '../values';

export const runnerSwitchRules: readonly Rule<Values>[] = [
  ({ services: { runner, runnermanager } }, report) => {
    if (!runner.enabled && !runnermanager.enabled) return;
    report.warning(
      (v) => (runner.enabled ? v.services.runner.enabled : v.services.runnermanager.enabled),
      'has no effect: run the runners of the region as a release of the chart runner-manager; false removes this warning',
    );
  },
];
