// The built-in MinIO: Secrets, Services, servers, buckets, network policy.

import { Construct } from 'constructs';
import { serviceAccount } from '../../../lib/k8s/access/service-account';
import type { Labels } from '../../../lib/k8s/labels';
import { networkPolicy } from '../../../lib/k8s/network/network-policy';
import { service } from '../../../lib/k8s/network/service';
import type { Release } from '../../../lib/k8s/release';
import { existingSecret, type SecretHandle, secret } from '../../../lib/k8s/secret/config';
import { disruptionBudget } from '../../../lib/k8s/workload/scaling';
import { type BuiltInContext, secretKey, serviceName, withClients } from '../connections/built-in';
import { prepareStorage } from './prepare';
import { headless, servers } from './servers';
import { type ObjectStoreConnection, type ObjectStoreUser, PORTS, type Storage } from './storage';
import { hasUser, type MinioValues } from './values';

export function minio(
  parent: Construct,
  release: Release,
  values: MinioValues,
  context: BuiltInContext,
): ObjectStoreConnection {
  const scope = new Construct(parent, 'minio');
  const name = serviceName(release, 'minio', values);
  const app = values.nameOverride || 'minio';
  const labels = release.labels('minio', { app, release: release.name });
  const endpoint = endpointOf(release, values);
  const root = rootSecret(scope, release, values, name, labels);
  const user = hasUser(values) ? userSecret(scope, release, values, name, labels) : undefined;
  const storage: Storage = {
    release,
    values,
    labels,
    name,
    account: serviceAccount(scope, 'service-account', release, values.serviceAccount, { name, labels }),
    root,
    ...(user ? { user } : {}),
    endpoint,
  };
  services(scope, storage);
  servers(scope, storage);
  const jobLabels = release.labels('minio-post-job', { app: `${app}-job`, release: release.name });
  prepareStorage(scope, storage, jobLabels);
  disruptionBudget(scope, 'disruption-budget', release, {
    name,
    labels,
    values: values.podDisruptionBudget,
    replicas: values.replicas,
  });
  const own = [...(values.mode === 'distributed' ? [labels] : []), jobLabels].map(({ selector }) => ({
    podSelector: { matchLabels: { ...selector } },
  }));
  networkPolicy(scope, 'network-policy', release, {
    name,
    labels,
    values: withClients(values.networkPolicy, { clients: [...own, ...context.clients] }),
    ports: Object.values(PORTS),
  });
  return {
    ...(user ?? { accessKey: secretKey(root, 'rootUser'), secretKey: secretKey(root, 'rootPassword') }),
    endpoint,
    stsEndpoint: `${endpoint}/minio/v1/assume-role`,
    region: values.region,
    bucket: values.buckets[0]?.name ?? '',
  };
}

/** URL of its Service, from the namespace of the release. */
export const endpointOf = (release: Release, values: MinioValues): string =>
  `${values.tls.enabled ? 'https' : 'http'}://${serviceName(release, 'minio', values)}:${values.service.port}`;

function rootSecret(
  scope: Construct,
  release: Release,
  { existingSecret: existing, rootUser, rootPassword }: MinioValues,
  name: string,
  labels: Labels,
): SecretHandle {
  const data = { rootUser, rootPassword };
  if (existing) return existingSecret(release, existing, Object.keys(data));
  return secret(scope, 'root', release, { name, labels, data });
}

function userSecret(
  scope: Construct,
  release: Release,
  { user }: MinioValues,
  name: string,
  labels: Labels,
): ObjectStoreUser {
  const data = { accessKey: user.accessKey, secretKey: user.secretKey };
  const handle = user.existingSecret
    ? existingSecret(release, user.existingSecret, Object.keys(data))
    : secret(scope, 'user', release, { name: `${name}-user`, labels, data });
  return { accessKey: secretKey(handle, 'accessKey'), secretKey: secretKey(handle, 'secretKey') };
}

function services(scope: Construct, { release, values, labels, name }: Storage): void {
  const api = { name: 'http', targetPort: PORTS.api };
  service(scope, 'service', release, {
    name,
    labels,
    type: values.service.type,
    annotations: values.service.annotations,
    ports: [{ ...api, port: values.service.port }],
  });
  if (values.console) {
    service(scope, 'console-service', release, {
      name: `${name}-console`,
      labels,
      type: values.consoleService.type,
      annotations: values.consoleService.annotations,
      ports: [{ name: 'http', port: values.consoleService.port, targetPort: PORTS.console }],
    });
  }
  if (values.mode === 'distributed') {
    service(scope, 'headless-service', release, {
      name: headless(name),
      labels,
      ports: [{ ...api, port: PORTS.api }],
      spec: { clusterIP: 'None', publishNotReadyAddresses: true },
    });
  }
}
