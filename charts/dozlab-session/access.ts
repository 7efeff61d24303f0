// How a lab session is reached: its Service, and the only ports that stay open.

import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import type { INetworkPolicy } from 'kubernetes-models/networking.k8s.io/v1/NetworkPolicy';
import { service } from '../../lib/k8s/service';
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
  const { enabled, from } = values.networkPolicy;
  if (!enabled) return;
  new ApiObject(scope, 'network-policy', {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: release.metadata(names.pod, labels),
    spec: {
      podSelector: { matchLabels: { ...labels.selector } },
      policyTypes: ['Ingress'],
      ingress: [
        {
          ...(from.length > 0 ? { from: [...from] } : {}),
          ports: Object.values(PORTS).map((port) => ({ protocol: 'TCP', port })),
        },
      ],
    },
  } satisfies INetworkPolicy);
}
