// A port of the node that forwards to a remote image registry.

import type { IContainer } from 'kubernetes-models/v1/Container';
import type { Release } from '../../../lib/k8s/release';
import { type ContainerSettings, container } from '../../../lib/k8s/workload/container';

/** What `registryProxy` forwards, and with which image. */
export interface RegistryProxyOptions {
  /** Image, resources and security context of the container. */
  readonly container: ContainerSettings;
  /** Port of the node that it listens on. */
  readonly listenPort: number;
  /** Host of the registry. */
  readonly targetHost: string;
  /** Port of the registry. */
  readonly targetPort: number;
}

/** The sidecar that forwards TCP. It shares the node's network, so its port is the node's. */
export function registryProxy(
  release: Release,
  { container: settings, listenPort, targetHost, targetPort }: RegistryProxyOptions,
): IContainer {
  return {
    ...container(release, 'registry-proxy', settings),
    args: [`TCP-LISTEN:${listenPort},fork,reuseaddr`, `TCP:${targetHost}:${targetPort}`],
    ports: [{ name: 'registry', containerPort: listenPort, hostPort: listenPort, protocol: 'TCP' }],
  };
}
