// Network access to a lab session: its Service, and its open ports.

import type { Construct } from 'constructs';
import { networkPolicy } from '../../lib/k8s/network/network-policy';
import { service } from '../../lib/k8s/network/service';
import { PORTS, type Session } from './session';

export function access(scope: Construct, { release, values, labels, names }: Session): void {
  const { type, ports } = values.service;
  service(scope, 'service', release, {
    name: names.service,
    labels,
    type,
    ports: [
      { name: 'vscode', port: ports.vscode, targetPort: PORTS.vscode },
      { name: 'terminal', port: ports.terminal, targetPort: PORTS.terminal },
      { name: 'vm-ssh', port: ports.ssh, targetPort: PORTS.ssh },
    ],
  });
  networkPolicy(scope, 'network-policy', release, {
    name: names.pod,
    labels,
    values: values.networkPolicy,
    ports: Object.values(PORTS),
  });
}
