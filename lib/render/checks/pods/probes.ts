// Checks that probes are valid and use a port that exists.

import type { Finding } from '../finding';
import type { Inventory } from '../inventory';

const PROBES = ['startupProbe', 'livenessProbe', 'readinessProbe'] as const;
const HANDLERS = ['exec', 'grpc', 'httpGet', 'tcpSocket'] as const;

export function* probes({ containers }: Inventory): Generator<Finding> {
  for (const { container, isInit, note } of containers) {
    for (const name of PROBES) {
      const probe = container[name];
      if (probe === undefined) continue;
      if (isInit) yield note(name, 'is not supported for init containers');
      const handlers = HANDLERS.filter((handler) => probe[handler] !== undefined);
      if (handlers.length !== 1) {
        yield note(name, `must have one of ${HANDLERS.join(', ')}, not ${handlers.join(' and ') || 'none'}`);
      }
      const port = probe.httpGet?.port ?? probe.tcpSocket?.port;
      if (typeof port === 'string' && !container.ports?.some((candidate) => candidate.name === port)) {
        yield note(name, `the container has no port ${port}`);
      }
      if (name !== 'readinessProbe' && (probe.successThreshold ?? 1) !== 1) {
        yield note(`${name}.successThreshold`, 'must be 1');
      }
    }
  }
}
