// How to replace each credential of the runner manager.

import { APPLY, fingerprintRotation, issued } from '../../lib/render/lifecycle/common-rotations';
import type { Rotations } from '../../lib/render/lifecycle/rotation';

export const rotations: Rotations = {
  apiToken: {
    readers: 'runner manager; programs that call its API, such as Daytona',
    order: [APPLY, 'change it in the programs that call the manager'],
    impact: 'callers with the old token get 401',
  },
  'daytona.systemApiToken': {
    issuer: 'the installation of Daytona',
    readers: 'runner manager, runners',
    order: ['change it in Daytona', `${APPLY} at once`],
    impact: 'runners cannot register; connections to sandboxes end while runners restart',
  },
  'daytona.apiKey': issued('Daytona', 'runner manager'),
  'runner.apiToken': {
    issuer: 'the installation of Daytona, which registers the runner',
    readers: 'runners',
    order: ['drain the runner, and delete its record in Daytona', 'register it with the next token', APPLY],
    impact: 'the runner is unavailable, and its sandboxes with it',
  },
  'runner.aws.accessKeyId': issued('the object store', 'runners', {
    impact: 'none while both are valid, except that connections to sandboxes end while runners restart',
  }),
  'runner.aws.secretAccessKey': issued('the object store', 'runners', {
    impact: 'none while both are valid, except that connections to sandboxes end while runners restart',
  }),
  ...fingerprintRotation,
};
