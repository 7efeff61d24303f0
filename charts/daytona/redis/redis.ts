// The built-in Redis: Secret, configuration, Services, StatefulSets, network policy.

import { Construct } from 'constructs';
import { serviceAccount } from '../../../lib/k8s/access/service-account';
import type { Labels } from '../../../lib/k8s/labels';
import { networkPolicy } from '../../../lib/k8s/network/network-policy';
import { service } from '../../../lib/k8s/network/service';
import type { Release } from '../../../lib/k8s/release';
import { configMap, existingSecret, secret } from '../../../lib/k8s/secret/config';
import { type BuiltInContext, type SecretKey, secretKey, serviceName, withClients } from '../connections/built-in';
import { exporterAccess, exporterMonitor } from '../connections/exporter';
import { configuration, hostOf, PORT, PORT_NAME, type Server } from './server';
import { statefulSet } from './stateful-set';
import { asksPassword, type RedisValues } from './values';

/** What clients need to connect. */
export interface RedisConnection {
  readonly host: string;
  readonly port: number;
  /** Absent if the server requires none. */
  readonly password?: SecretKey;
}

export function redis(
  parent: Construct,
  release: Release,
  values: RedisValues,
  context: BuiltInContext,
): RedisConnection {
  const scope = new Construct(parent, 'redis');
  const name = serviceName(release, 'redis', values, '-replicas');
  const selector = {
    'app.kubernetes.io/name': values.nameOverride || 'redis',
    'app.kubernetes.io/instance': release.name,
  };
  const role = (component: string) =>
    release.labels(component, { ...selector, 'app.kubernetes.io/component': component });
  const master = role('master');
  const all = release.labels('redis', selector);
  const password = passwordOf(scope, release, values, name, all);
  const server: Server = {
    release,
    values,
    name,
    account: serviceAccount(scope, 'service-account', release, values.serviceAccount, { name, labels: all }),
    configuration: `${name}-configuration`,
    ...(password ? { password } : {}),
  };
  configMap(scope, 'configuration', release, {
    name: server.configuration,
    labels: all,
    data: configuration(server),
  });
  const ports = [{ name: PORT_NAME, port: PORT, targetPort: PORT_NAME }];
  service(scope, 'headless-service', release, {
    name: `${name}-headless`,
    labels: all,
    ports,
    spec: { clusterIP: 'None', publishNotReadyAddresses: true },
  });
  service(scope, 'master-service', release, { name: hostOf(name), labels: master, ports });
  statefulSet(scope, server, { role: 'master', labels: master, name: hostOf(name), replicas: 1, config: 'redis.conf' });
  const { replicaCount } = values.replica;
  if (replicaCount > 0) {
    const labels = role('replica');
    service(scope, 'replica-service', release, { name: `${name}-replicas`, labels, ports });
    const more = { role: 'replica', labels, name: `${name}-replicas`, replicas: replicaCount, config: 'replica.conf' };
    statefulSet(scope, server, more);
  }
  // Replicas are clients of the server.
  const peers = replicaCount > 0 ? [{ podSelector: { matchLabels: { ...role('replica').selector } } }] : [];
  networkPolicy(scope, 'network-policy', release, {
    name,
    labels: all,
    values: withClients(values.networkPolicy, { clients: [...context.clients, ...peers] }),
    ports: [values.containerPorts.redis],
    ...exporterAccess(values.metrics),
  });
  exporterMonitor(scope, release, values.metrics, { name, labels: all });
  return { host: hostOf(name), port: PORT, ...(password ? { password } : {}) };
}

function passwordOf(
  scope: Construct,
  release: Release,
  values: RedisValues,
  name: string,
  labels: Labels,
): SecretKey | undefined {
  const { auth } = values;
  const key = auth.existingSecretPasswordKey;
  if (!asksPassword(values)) return undefined;
  if (auth.existingSecret) return secretKey(existingSecret(release, auth.existingSecret, [key]), key);
  return secretKey(secret(scope, 'secret', release, { name, labels, data: { [key]: auth.password } }), key);
}
