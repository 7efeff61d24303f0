// How to replace each credential of a session.

import { fingerprintRotation } from '../../lib/render/lifecycle/common-rotations';
import type { Rotations } from '../../lib/render/lifecycle/rotation';

export const rotations: Rotations = {
  'codeServer.password': {
    readers: 'VS Code',
    order: [
      'save your work: without persistence.enabled, the disk of the session is lost',
      'render with the next value',
      'delete the Pod, and apply: Kubernetes never restarts a bare Pod',
    ],
    impact: 'the session ends',
  },
  ...fingerprintRotation,
};
