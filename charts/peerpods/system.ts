// Peer pods: confidential containers that run in VMs of a cloud instead of on the cluster's nodes.

import type { System } from '../../lib/render/system';
import { about } from './about';
import { adaptor } from './adaptor';
import { controller, peerPodKind } from './controller';
import { kataDeploy } from './kata-deploy';
import { markForHelm } from './namespace';
import type { Platform } from './platform';
import { providerNamed } from './providers';
import { providerTemplates } from './providers/templates';
import { rules } from './rules';
import { secretsOf } from './secrets';
import { settings, wantsToken } from './settings';
import { schema } from './values';
import { webhook } from './webhook';

/** The chart for the command line. To render it in your own construct tree, use the construct. */
export const system: System<typeof schema> = {
  ...about,
  endsOnRestart: { 'kata-deploy': 'running confidential pods', 'cloud-api-adaptor': 'running confidential pods' },
  defaultNamespace: 'confidential-containers-system',
  longestSuffix: '-node-annotation-patcher'.length,
  stages: ['setup', 'main', 'after'],
  schema,
  rules,
  adoption: () => (require('./adoption') as typeof import('./adoption')).adoption,
  removal: () => (require('./removal') as typeof import('./removal')).removal,
  rotations: () => (require('./rotation') as typeof import('./rotation')).rotations,
  providers: providerTemplates,
  namespaceOf: ({ namespace }) => namespace,
  build(scope, release, values) {
    if (values.helmOwnership) markForHelm(release);
    const provider = providerNamed(values.provider);
    const secrets = secretsOf(scope, release, values);
    const platform: Platform = {
      release,
      values,
      provider,
      settings: settings(scope, release, values),
      secrets,
      runtimeClass: values.webhook.webhook.targetRuntimeClass,
      ...(provider.token && wantsToken(values) ? { token: provider.token } : {}),
    };
    adaptor(scope, platform);
    if (values.resourceCtrl.createCRD) peerPodKind(scope, platform);
    if (values.resourceCtrl.enabled) controller(scope, platform);
    if (values.webhook.enabled) webhook(scope, platform);
    if (values['kata-deploy'].enabled) kataDeploy(scope, platform);
    if (values.metrics.prometheusRule.enabled) alerts().alerts(scope, platform);
  },
};

// Few releases have alerts.
const alerts = () => require('./alerts') as typeof import('./alerts');
