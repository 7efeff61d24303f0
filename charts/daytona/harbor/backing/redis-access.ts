// How Harbor reaches its Redis: each component by a URL of its own, with the number of its database.

import type { Construct } from 'constructs';
import type { IEnvVarSource } from 'kubernetes-models/v1/EnvVarSource';
import type { Release } from '../../../../lib/k8s/release';
import { secret } from '../../../../lib/k8s/secret/config';
import type { EnvValue } from '../../../../lib/k8s/workload/container';
import { labelsOf, names, PORTS } from '../components/components';
import type { HarborContext } from '../context';
import type { HarborValues } from '../values/values';

export interface RedisAccess {
  /** host:port, several with commas. */
  readonly address: string;
  readonly sentinelMasterSet: string;
  readonly tls: boolean;
  readonly registryIndex: string;
  /** For the registry, which builds no URL. */
  readonly password?: IEnvVarSource;
  /** Variables with the URLs of core, jobservice and Trivy. */
  readonly core: Readonly<Record<string, EnvValue>>;
  readonly jobservice: Readonly<Record<string, EnvValue>>;
  readonly trivy: Readonly<Record<string, EnvValue>>;
}

interface Server {
  readonly address: string;
  readonly sentinelMasterSet: string;
  readonly tls: boolean;
  readonly user: string;
  readonly password?: { readonly text: string } | { readonly source: IEnvVarSource };
}

/** The variable that a password of an existing Secret takes into the URLs, by `$(…)`. */
const PASSWORD = 'REDIS_PASSWORD';

export function redisAccess(
  scope: Construct,
  release: Release,
  values: HarborValues,
  prefix: string,
  context: HarborContext,
): RedisAccess {
  const server = serverOf(release, values, prefix, context);
  const indexes = indexesOf(values);
  const login = loginOf(server);
  const url = (index: string, query = ''): string => {
    const scheme = `redis${server.tls ? 's' : ''}${server.sentinelMasterSet ? '+sentinel' : ''}`;
    const path = server.sentinelMasterSet ? `${server.sentinelMasterSet}/${index}` : index;
    return `${scheme}://${login}${server.address}/${path}${query}`;
  };
  const urls = {
    core: {
      _REDIS_URL_CORE: url(indexes.core),
      _REDIS_URL_REG: url(indexes.registry, '?idle_timeout_seconds=30'),
      ...(indexes.harbor === undefined ? {} : { _REDIS_URL_HARBOR: url(indexes.harbor) }),
      ...(indexes.cacheLayer === undefined ? {} : { _REDIS_URL_CACHE_LAYER: url(indexes.cacheLayer) }),
    },
    jobservice: { JOB_SERVICE_POOL_REDIS_URL: url(indexes.jobservice) },
    trivy: {
      SCANNER_REDIS_URL: url(indexes.trivy),
      SCANNER_STORE_REDIS_URL: url(indexes.trivy),
      SCANNER_JOB_QUEUE_REDIS_URL: url(indexes.trivy),
    },
  };
  const access = {
    address: server.address,
    sentinelMasterSet: server.sentinelMasterSet,
    tls: server.tls,
    registryIndex: indexes.registry,
  };
  const { password } = server;
  if (!password) return { ...access, ...urls };
  if ('source' in password) {
    const first = { [PASSWORD]: password.source };
    return {
      ...access,
      password: password.source,
      core: { ...first, ...urls.core },
      jobservice: { ...first, ...urls.jobservice },
      trivy: { ...first, ...urls.trivy },
    };
  }
  // The text is part of the URLs: they are as secret as it is.
  const handle = secret(scope, 'redis-urls', release, {
    name: `${names(prefix).redis}-urls`,
    labels: labelsOf(release, values, 'redis'),
    data: { [PASSWORD]: password.text, ...urls.core, ...urls.jobservice, ...(values.trivy.enabled ? urls.trivy : {}) },
  });
  const sourced = (variables: Readonly<Record<string, string>>) =>
    Object.fromEntries(Object.keys(variables).map((name) => [name, handle.key(name)]));
  return {
    ...access,
    password: handle.key(PASSWORD),
    core: sourced(urls.core),
    jobservice: sourced(urls.jobservice),
    trivy: sourced(urls.trivy),
  };
}

function loginOf({ user, password }: Server): string {
  if (!password) return '';
  const shown = 'text' in password ? encodeURIComponent(password.text) : `$(${PASSWORD})`;
  return `${encodeURIComponent(user)}:${shown}@`;
}

function serverOf(release: Release, { redis }: HarborValues, prefix: string, context: HarborContext): Server {
  if (redis.type === 'internal') {
    return { address: `${names(prefix).redis}:${PORTS.redis}`, sentinelMasterSet: '', tls: false, user: '' };
  }
  const { external } = redis;
  const { redis: shared } = context;
  if (!external.addr && shared) {
    const { host, port, tls, user, password } = shared;
    return { address: `${host}:${port}`, sentinelMasterSet: '', tls, user, ...(password ? { password } : {}) };
  }
  const { addr: address, sentinelMasterSet, tlsOptions, username: user, existingSecret: existing } = external;
  const server = { address, sentinelMasterSet, tls: tlsOptions.enable, user };
  if (existing) {
    release.external('Secret', existing, [PASSWORD]);
    return { ...server, password: { source: { secretKeyRef: { name: existing, key: PASSWORD } } } };
  }
  return external.password ? { ...server, password: { text: external.password } } : server;
}

function indexesOf({ redis }: HarborValues) {
  const given = redis[redis.type];
  return {
    core: redis.type === 'external' ? redis.external.coreDatabaseIndex : '0',
    jobservice: given.jobserviceDatabaseIndex,
    registry: given.registryDatabaseIndex,
    trivy: given.trivyAdapterIndex,
    harbor: given.harborDatabaseIndex,
    cacheLayer: given.cacheLayerDatabaseIndex,
  };
}
