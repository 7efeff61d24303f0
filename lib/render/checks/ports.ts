// Ports of containers: valid, and each one once.

import type { Finding } from './finding';
import type { Inventory } from './inventory';

const NAME = /^(?=.*[a-z])[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;

export function* ports({ containers }: Inventory): Generator<Finding> {
  for (const { container, pod, note } of containers) {
    const names = new Set<string>();
    const numbers = new Set<string>();
    for (const [index, { name, containerPort, hostPort, protocol = 'TCP' }] of (container.ports ?? []).entries()) {
      const field = `ports[${index}]`;
      if (name !== undefined && (name.length > 15 || !NAME.test(name) || name.includes('--'))) {
        yield note(`${field}.name`, `is no port name: ${name}`);
      }
      if (name !== undefined && names.has(name)) yield note(`${field}.name`, `is taken: ${name}`);
      if (!isPort(containerPort)) yield note(`${field}.containerPort`, `is no port: ${containerPort}`);
      if (hostPort !== undefined && !isPort(hostPort)) yield note(`${field}.hostPort`, `is no port: ${hostPort}`);
      const number = `${containerPort}/${protocol}`;
      if (numbers.has(number)) yield note(`${field}.containerPort`, `is taken: ${number}`);
      numbers.add(number);
      if (name !== undefined) names.add(name);
      if (pod.spec.hostNetwork && hostPort !== undefined && hostPort !== containerPort) {
        yield note(`${field}.hostPort`, `must equal containerPort ${containerPort} on the host's network`);
      }
    }
  }
}

export const isPort = (port: number): boolean => Number.isInteger(port) && port >= 1 && port <= 65535;
