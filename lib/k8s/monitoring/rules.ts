// Rules between the values of metrics.

import type { Rule } from '../../values/validate';
import type { MetricsValues } from './values';

/** A monitor needs its port, and `problem` says why there are no metrics, if there are none. */
export function metricsRules<V>(
  select: (values: V) => Pick<MetricsValues, 'enabled' | 'podMonitor'>,
  problem: (values: V) => string | undefined,
): Rule<V>[] {
  return [
    (values, report) => {
      const { enabled, podMonitor } = select(values);
      const why = enabled ? problem(values) : undefined;
      if (why !== undefined) report.error((v) => select(v).enabled, why);
      if (podMonitor.enabled && !enabled) {
        report.error((v) => select(v).podMonitor.enabled, 'requires the port for metrics: set metrics.enabled to true');
      }
    },
  ];
}
