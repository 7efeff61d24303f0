// Backing services: built-in if enabled, otherwise the user's.

import type { Construct } from 'constructs';
import type { INetworkPolicyPeer } from 'kubernetes-models/networking.k8s.io/v1/NetworkPolicyPeer';
import type { Release } from '../../../lib/k8s/release';
import type { Credentials } from '../credentials/credentials';
import { minio } from '../minio';
import type { Platform } from '../platform';
import { postgresql } from '../postgresql';
import { redis } from '../redis';
import type { Values } from '../values';
import { COMPONENTS, type Component, type InCluster, issuerPath, type PublicAddresses } from './addresses';
import { sourceOf } from './built-in';
import type { Database, ObjectStore, Redis } from './connections';
import { externalDatabase, externalIdentity, externalRedis, externalStore } from './external';
import { partsOf } from './url';

const peers = (release: Release, ...components: readonly Component[]): INetworkPolicyPeer[] =>
  components.map((component) => ({ podSelector: { matchLabels: { ...release.labels(component).selector } } }));

export function databaseOf(scope: Construct, release: Release, values: Values): Database {
  if (!values.postgresql.enabled) return externalDatabase(scope, release, values);
  const clients = peers(release, COMPONENTS.api, COMPONENTS.migration);
  const { host, port, user, database, password } = postgresql(scope, release, values.postgresql, { clients });
  return { host, port, user, name: database, password: sourceOf(password) };
}

export function redisOf(scope: Construct, release: Release, values: Values): Redis {
  if (!values.redis.enabled) return externalRedis(scope, release, values);
  // Migrations start the API program, which may connect.
  const clients = peers(release, COMPONENTS.api, COMPONENTS.migration, COMPONENTS.proxy);
  const { host, port, password } = redis(scope, release, values.redis, { clients });
  return { host, port, password: password && sourceOf(password) };
}

export function storeOf(scope: Construct, release: Release, values: Values, credentials: Credentials): ObjectStore {
  const external = externalStore(values, credentials);
  if (!values.minio.enabled) return external;
  const clients = [...peers(release, COMPONENTS.api, COMPONENTS.migration), ...runnerPeers(values)];
  const own = minio(scope, release, values.minio, { clients });
  const { env } = values.services.api;
  return {
    endpoint: own.endpoint,
    globalEndpoint: inNamespace(own.endpoint, release.namespace),
    stsEndpoint: own.stsEndpoint,
    region: env.S3_REGION || own.region,
    bucket: env.S3_DEFAULT_BUCKET || own.bucket,
    // MinIO has neither, but the API requires both.
    accountId: env.S3_ACCOUNT_ID || '/',
    role: env.S3_ROLE_NAME || '/',
    accessKey: sourceOf(own.accessKey),
    secretKey: sourceOf(own.secretKey),
  };
}

/** Runners use the host network, so no label selects them. */
const runnerPeers = ({ services }: Values): INetworkPolicyPeer[] =>
  services.runner.enabled ? [{ ipBlock: { cidr: '0.0.0.0/0' } }, { ipBlock: { cidr: '::/0' } }] : [];

function inNamespace(url: string, namespace: string): string {
  const { protocol, hostname, port } = partsOf(url);
  return `${protocol}//${hostname}.${namespace}.svc:${port}`;
}

/** Pods use the Service of Dex, browsers its public URL, with the same issuer. */
export function identityOf(values: Values, addresses: PublicAddresses, dex: InCluster): Platform['identity'] {
  if (!values.dex.enabled) return externalIdentity(values);
  const { clientId } = values.dex.config;
  const { issuer } = addresses.dex;
  const provider = { clientId, audience: clientId, url: `${dex.url}${issuerPath(issuer)}`, publicUrl: issuer };
  return { api: provider, proxy: provider };
}
