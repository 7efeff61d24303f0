// A custom Daytona region: the proxy, the snapshot manager and the Job that registers both.

import { existingSecret, generatedSecret } from '../../lib/k8s/secret/config';
import { signingOf } from '../../lib/k8s/tls/cert-manager-values';
import type { System } from '../../lib/render/system';
import { about } from './about';
import { RegionProxy } from './proxy';
import { COMPONENTS, CREDENTIAL_KEYS, objectName, region } from './region';
import { Registration } from './registration';
import { rules } from './rules';
import { SnapshotManager } from './snapshots/snapshot-manager';
import { loginSource } from './snapshots/snapshot-secrets';
import { schema } from './values';

/** The chart for the command line. To render it in your own construct tree, use the construct. */
export const system: System<typeof schema> = {
  ...about,
  endsOnRestart: { runner: 'connections to its sandboxes' },
  defaultNamespace: 'default',
  longestSuffix: '-region-registration'.length,
  stages: ['setup', 'before-1', 'main'],
  schema,
  rules,
  adoption: () => (require('./adoption') as typeof import('./adoption')).adoption,
  removal: () => (require('./removal') as typeof import('./removal')).removal,
  rotations: () => (require('./rotation') as typeof import('./rotation')).rotations,
  build(scope, release, values) {
    const { id, proxyApiKey, snapshotUsername, snapshotPassword, sshGatewayApiKey } = CREDENTIAL_KEYS;
    const { certManager, global } = values;
    const { runnerReaper: reaper, runner, runnermanager: manager, sshGateway } = values.services;
    const keys = [
      proxyApiKey,
      ...(loginSource(values) === 'registration' ? [snapshotUsername, snapshotPassword] : []),
      ...(sshGateway.enabled && sshGateway.apiKey === '' ? [sshGatewayApiKey] : []),
      ...(reaper.enabled || manager.enabled ? [id] : []),
    ];
    const name = objectName(release, COMPONENTS.credentials);
    const declare = values.registration.enabled ? generatedSecret : existingSecret;
    const credentials = declare(release, name, keys);
    const parts = region(release, values, credentials);
    if (signingOf(certManager).length > 0) {
      optional.certManager().ownIssuer(scope, 'issuer', release, certManager, release.labels('issuer'));
    }
    const registration = values.registration.enabled ? new Registration(scope, parts) : undefined;
    // Also for runners of the chart runner-manager, whose ports have the same defaults.
    release.dialsNodes(COMPONENTS.proxy, [runner.env.API_PORT]);
    release.dialsNodes(COMPONENTS.sshGateway, [runner.env.SSH_GATEWAY_PORT]);
    new RegionProxy(scope, parts);
    if (values.services.snapshotManager.enabled) new SnapshotManager(scope, parts);
    if (sshGateway.enabled) new (optional.sshGateway().RegionSshGateway)(scope, parts);
    const runners = runner.enabled ? optional.runner().regionRunners(scope, parts) : undefined;
    if (manager.enabled) optional.manager().regionManager(scope, parts, registration?.apiKey, runners);
    if (reaper.enabled && registration) optional.reaper().runnerReaper(scope, parts, registration.apiKey);
    if (global.gateway.create) {
      optional.gateway().gateway(scope, release, release.labels('gateway'), parts.publishing, certManager);
    }
    if (values.metrics.prometheusRule.enabled) optional.alerts().alerts(scope, parts);
  },
};

/** Few regions have these parts. */
const optional = {
  alerts: () => require('./alerts') as typeof import('./alerts'),
  certManager: () => require('../../lib/k8s/tls/cert-manager') as typeof import('../../lib/k8s/tls/cert-manager'),
  gateway: () => require('../../lib/k8s/gateway/gateway') as typeof import('../../lib/k8s/gateway/gateway'),
  manager: () => require('./manager/manager') as typeof import('./manager/manager'),
  reaper: () => require('./runner-reaper/runner-reaper') as typeof import('./runner-reaper/runner-reaper'),
  runner: () => require('./runner/runner') as typeof import('./runner/runner'),
  sshGateway: () => require('./ssh-gateway/ssh-gateway') as typeof import('./ssh-gateway/ssh-gateway'),
};
