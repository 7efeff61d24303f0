// Rules between the values of Harbor's metrics.

import type { Rule } from '../../../lib/values/validate';
import { PORTS } from './components/components';
import { MEASURED, type Measured } from './values/metrics-values';
import type { HarborValues } from './values/values';

/** Other ports of the pods and their Services. */
const TAKEN: Readonly<Record<Measured, readonly number[]>> = {
  core: [PORTS.server, PORTS.service],
  registry: [PORTS.registry, PORTS.server],
  jobservice: [PORTS.server, PORTS.service],
};

export function harborMetricsRules<V>(select: (values: V) => HarborValues): Rule<V>[] {
  return [
    (values, report) => {
      const { enabled, metrics } = select(values);
      if (metrics.enabled && !enabled) report.error((v) => select(v).metrics.enabled, 'requires harbor.enabled');
      if (metrics.serviceMonitor.enabled && !metrics.enabled) {
        report.error(
          (v) => select(v).metrics.serviceMonitor.enabled,
          'requires the ports for metrics: set metrics.enabled to true',
        );
      }
    },
    (values, report) => {
      const { metrics } = select(values);
      if (!metrics.enabled) return;
      for (const component of MEASURED) {
        const { port } = metrics[component];
        if (TAKEN[component].includes(port)) {
          report.error((v) => select(v).metrics[component].port, `is used by ${component} itself: choose another one`);
        }
      }
    },
  ];
}
