// The built-in Harbor: all components of one registry.

import { Construct } from 'constructs';
import type { Release } from '../../../lib/k8s/release';
import { type SecretKey, serviceName } from '../connections/built-in';
import { policies, publish } from './access';
import { database, databaseAccess, redis } from './backing/data';
import { redisAccess } from './backing/redis-access';
import { imageStorage } from './backing/storage';
import { addresses } from './components/components';
import { core } from './components/core';
import { jobservice } from './components/jobservice';
import { nginx } from './components/nginx';
import { portal } from './components/portal';
import { registry } from './components/registry';
import { trivy } from './components/trivy';
import type { HarborContext } from './context';
import type { Harbor } from './harbor';
import { publicAddress } from './public-address';
import { harborSecrets } from './secrets';
import type { HarborValues } from './values/values';

/** The administrator's name is fixed in Harbor. */
export const ADMINISTRATOR = 'admin';

/** What a client needs to push and pull images. */
export interface RegistryConnection {
  /** For clients outside the cluster, including docker. */
  readonly url: string;
  readonly host: string;
  /** The API in the cluster. */
  readonly internalUrl: string;
  readonly user: string;
  readonly password: SecretKey;
}

export function harbor(
  parent: Construct,
  release: Release,
  values: HarborValues,
  context: HarborContext,
): RegistryConnection {
  const scope = new Construct(parent, 'harbor');
  const prefix = serviceName(release, 'harbor', values, '-database');
  const { host, url } = publicAddress(values, context);
  const secrets = harborSecrets(scope, release, values, prefix);
  const installation: Harbor = {
    release,
    values,
    prefix,
    url,
    host,
    secrets,
    database: databaseAccess(scope, release, values, prefix, context),
    redis: redisAccess(scope, release, values, prefix, context),
    storage: imageStorage(values),
  };
  if (values.database.type === 'internal') database(scope, installation);
  if (values.redis.type === 'internal') redis(scope, installation);
  core(scope, installation);
  portal(scope, installation);
  registry(scope, installation);
  jobservice(scope, installation);
  if (values.trivy.enabled) trivy(scope, installation);
  publish(scope, installation, context);
  nginx(scope, installation, context);
  policies(scope, installation);
  if (!secrets.admin)
    throw new Error("harbor's values have no administrator password, which its rules should have reported");
  return { url, host, internalUrl: addresses(prefix).core, user: ADMINISTRATOR, password: secrets.admin };
}
