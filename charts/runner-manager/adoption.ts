// The manifest in the runner manager's README, which was applied with kubectl.

import type { Adoption } from '../../lib/render/lifecycle/adoption';

export const adoption: Adoption = {
  installer: 'kubectl',
  decisions: ({ namespace }) => [
    `Callers outside of namespace \`${namespace}\` need an entry in \`networkPolicy.from\`: the new NetworkPolicy blocks all others.`,
  ],
};
