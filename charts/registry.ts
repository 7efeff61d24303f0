// The charts. Each is loaded only when it is rendered, not to be listed.

import { chartEntry, type Registry } from '../lib/render/registry';
import { about as daytona } from './daytona/about';
import { about as daytonaRegion } from './daytona-region/about';
import { about as dozlabSession } from './dozlab-session/about';
import { about as peerpods } from './peerpods/about';
import { about as runnerManager } from './runner-manager/about';

export const registry: Registry = [
  chartEntry(daytona, () => (require('./daytona/system') as typeof import('./daytona/system')).system),
  chartEntry(
    daytonaRegion,
    () => (require('./daytona-region/system') as typeof import('./daytona-region/system')).system,
  ),
  chartEntry(
    dozlabSession,
    () => (require('./dozlab-session/system') as typeof import('./dozlab-session/system')).system,
  ),
  chartEntry(peerpods, () => (require('./peerpods/system') as typeof import('./peerpods/system')).system),
  chartEntry(
    runnerManager,
    () => (require('./runner-manager/system') as typeof import('./runner-manager/system')).system,
  ),
];
