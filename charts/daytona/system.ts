// The Daytona platform.

import type { Construct } from 'constructs';
import { Listeners } from '../../lib/k8s/gateway/listeners';
import type { Release } from '../../lib/k8s/release';
import { signingOf } from '../../lib/k8s/tls/cert-manager-values';
import type { System } from '../../lib/render/system';
import { about } from './about';
import { api } from './api/api';
import { noteBucketPolicies } from './aws/iam';
import { COMPONENTS, inCluster, publicAddresses } from './connections/addresses';
import { databaseOf, identityOf, redisOf, storeOf } from './connections/backing';
import { Credentials } from './credentials/credentials';
import { dex } from './dex/dex';
import { registriesOf } from './images/image-registry';
import type { Platform } from './platform';
import { proxy } from './proxy/proxy';
import { rules } from './rules';
import { runner } from './runner/runner';
import { runnerManager } from './runner-manager/runner-manager';
import { sshGateway } from './ssh-gateway/ssh-gateway';
import { schema, type Values } from './values';

/** The chart for the command line. To render it in your own construct tree, use the construct. */
export const system: System<typeof schema> = {
  ...about,
  endsOnRestart: { runner: 'connections to its sandboxes' },
  defaultNamespace: 'default',
  longestSuffix: `-${COMPONENTS.runnerManager}`.length,
  schema,
  rules,
  adoption: () => (require('./adoption') as typeof import('./adoption')).adoption,
  removal: () => (require('./removal') as typeof import('./removal')).removal,
  rotations: () => (require('./rotation') as typeof import('./rotation')).rotations,
  build(scope, release, values) {
    const platform = platformOf(scope, release, values);
    const { services, certManager, global } = values;
    if (signingOf(certManager).length > 0) {
      optional.certManager().ownIssuer(scope, 'issuer', release, certManager, release.labels('issuer'));
    }
    if (values.dex.enabled) dex(scope, platform);
    api(scope, platform);
    proxy(scope, platform);
    if (services.sshGateway.enabled) sshGateway(scope, platform);
    if (services.runnermanager.enabled) runnerManager(scope, platform);
    if (services.runner.enabled) runner(scope, platform);
    connectToRunners(release, values);
    if (global.gateway.create) {
      optional.gateway().gateway(scope, release, release.labels('gateway'), platform.publishing, certManager);
    }
    noteBucketPolicies(release, values);
    if (values.metrics.prometheusRule.enabled) optional.alerts().alerts(scope, platform);
  },
};

/** Few releases have these parts. */
const optional = {
  alerts: () => require('./alerts') as typeof import('./alerts'),
  certManager: () => require('../../lib/k8s/tls/cert-manager') as typeof import('../../lib/k8s/tls/cert-manager'),
  gateway: () => require('../../lib/k8s/gateway/gateway') as typeof import('../../lib/k8s/gateway/gateway'),
};

/** Creates what the services read, before any of them: Secrets and backing services. */
function platformOf(scope: Construct, release: Release, values: Values): Platform {
  const { services, dex: ofDex } = values;
  const nodes = release.inNamespace(services.runner.namespace || release.namespace);
  const addresses = publicAddresses(values);
  const dexService = inCluster(release, COMPONENTS.dex, ofDex.service.port);
  const credentials = new Credentials(scope, release, values, nodes);
  const database = databaseOf(scope, release, values);
  const redis = redisOf(scope, release, values);
  const publishing = {
    routing: values.global,
    listeners: new Listeners(),
    certificates: { certManager: values.certManager, runner: values.tools },
  };
  return {
    release,
    nodes,
    values,
    addresses,
    api: inCluster(release, COMPONENTS.api, services.api.service.port),
    proxy: inCluster(release, COMPONENTS.proxy, services.proxy.service.port),
    dex: dexService,
    credentials,
    database,
    redis,
    store: storeOf(scope, release, values, credentials),
    registries: registriesOf(scope, release, values, { credentials, database, redis, publishing }),
    identity: identityOf(values, addresses, dexService),
    publishing,
  };
}

/** The manager may create runners even if the chart does not. They use the network of their node. */
function connectToRunners(release: Release, { services: { runner, runnermanager } }: Values): void {
  if (!runner.enabled && !runnermanager.enabled) return;
  release.dialsNodes(COMPONENTS.api, [runner.env.API_PORT]);
  release.dialsNodes(COMPONENTS.proxy, [runner.env.API_PORT]);
  release.dialsNodes(COMPONENTS.sshGateway, [runner.env.SSH_GATEWAY_PORT]);
}
