// The runner manager: the API that requests sandbox nodes, and what runs on them.

import type { Release } from '../../lib/k8s/release';
import type { System } from '../../lib/render/system';
import { about } from './about';
import { api } from './manager/api';
import { sandboxNodes } from './nodes/sandbox-nodes';
import { rules } from './rules';
import { schema, type Values } from './values';

/** The chart for the command line. To render it in your own construct tree, use the construct. */
export const system: System<typeof schema> = {
  ...about,
  endsOnRestart: { runner: 'connections to its sandboxes' },
  defaultNamespace: 'default',
  longestSuffix: '-secrets'.length,
  stages: ['main'],
  schema,
  rules,
  adoption: () => (require('./adoption') as typeof import('./adoption')).adoption,
  removal: () => (require('./removal') as typeof import('./removal')).removal,
  rotations: () => (require('./rotation') as typeof import('./rotation')).rotations,
  build(scope, release, values) {
    const home = { release, values, sandboxes: release.inNamespace(providerNamespace(release, values)) };
    api(scope, home);
    sandboxNodes(scope, home);
    if (values.metrics.prometheusRule.enabled) alerts().alerts(scope, home);
  },
};

// Few releases have alerts.
const alerts = () => require('./alerts') as typeof import('./alerts');

const providerNamespace = (release: Release, { provider }: Values) => provider.namespace || release.namespace;
