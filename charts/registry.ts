// The charts. Each is loaded only when it is rendered, not to be listed.

import { chartEntry, type Registry } from '../lib/render/registry';
import { about as daytona } from './daytona/about';
import { about as daytonaRegion } from './daytona-region/about';
import { about as dozlabSession } from './dozlab-session/about';
import { about as peerpods } from './peerpods/about';
import { about as runnerManager } from './runner-manager/about';

export const registry: Registry = [
  chartEntry(daytona, () => (require('./daytona') as typeof import('./daytona')).system),
  chartEntry(daytonaRegion, () => (require('./daytona-region') as typeof import('./daytona-region')).system),
  chartEntry(dozlabSession, () => (require('./dozlab-session') as typeof import('./dozlab-session')).system),
  chartEntry(peerpods, () => (require('./peerpods') as typeof import('./peerpods')).system),
  chartEntry(runnerManager, () => (require('./runner-manager') as typeof import('./runner-manager')).system),
];
