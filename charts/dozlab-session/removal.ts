// What deleting a lab does not remove. Its objects show everything that stays in the cluster.

import { componentOf, type Removal } from '../../lib/render/lifecycle/removal';

export const removal: Removal = {
  first: (release) => {
    const pod = componentOf(release, 'Pod', 'session');
    if (pod === undefined) return [];
    return [{ why: 'The lab ends for everyone in it. Data outside of PersistentVolumeClaims is lost.', commands: [] }];
  },
};
