// Values of Harbor's metrics, with the Helm chart's keys.

import { metricsClients, monitorValues } from '../../../../lib/k8s/monitoring/values';
import { port } from '../../../../lib/k8s/network/service';
import { boolean, object, text } from '../../../../lib/values/schema/schema';

/** Components that serve metrics. */
export const MEASURED = ['core', 'registry', 'jobservice'] as const;
export type Measured = (typeof MEASURED)[number];

const endpoint = (description: string) =>
  object(
    {
      path: text({
        description: 'HTTP path of the metrics.',
        default: '/metrics',
        pattern: '^/',
        expected: 'a path starting with /',
      }),
      port: port({ description: 'Port of the metrics.', default: 8001 }),
    },
    { description },
  );

export const metrics = object(
  () => ({
    enabled: boolean({
      description: 'Whether core, registry and jobservice serve metrics. A change restarts them.',
      default: false,
    }),
    core: endpoint('Metrics of core.'),
    registry: endpoint('Metrics of the registry. Its port also serves profiles.'),
    jobservice: endpoint('Metrics of jobservice.'),
    from: metricsClients(),
    serviceMonitor: monitorValues(
      'ServiceMonitor',
      'ServiceMonitors of the Prometheus Operator, one for each component. Require metrics.enabled.',
    ),
  }),
  {
    description: 'Metrics for Prometheus.',
    dropped: { exporter: "Harbor's exporter is not rendered: add it as the top-level extraObjects" },
  },
);
