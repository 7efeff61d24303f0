// Checks that container ports are valid and unique.

import type { Finding } from '../finding';
import type { Inventory } from '../inventory';

const NAME = /^(?=.*[a-z])[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;

export function* ports({ containers }: Inventory): Generator<Finding> {
  for (const { container, pod, note } of containers) {
    const names = new Set<string>();
    const numbers = new Set<string>();
    for (const [index, { name, containerPort, hostPort, protocol = 'TCP' }] of (container.ports ?? []).entries()) {
      const field = `ports[${index}]`;
      if (name !== undefined && (name.length > 15 || !NAME.test(name) || name.includes('--'))) {
        yield note(`${field}.name`, `is not a valid port name: ${name}`);
      }
      if (name !== undefined && names.has(name)) yield note(`${field}.name`, `is already used: ${name}`);
      if (!isPort(containerPort)) yield note(`${field}.containerPort`, `is not a valid port: ${containerPort}`);
      if (hostPort !== undefined && !isPort(hostPort))
        yield note(`${field}.hostPort`, `is not a valid port: ${hostPort}`);
      const number = `${containerPort}/${protocol}`;
      if (numbers.has(number)) yield note(`${field}.containerPort`, `is already used: ${number}`);
      numbers.add(number);
      if (name !== undefined) names.add(name);
      if (pod.spec.hostNetwork && hostPort !== undefined && hostPort !== containerPort) {
        yield note(`${field}.hostPort`, `must equal containerPort ${containerPort} with hostNetwork`);
      }
    }
  }
}

export const isPort = (port: number): boolean => Number.isInteger(port) && port >= 1 && port <= 65535;
