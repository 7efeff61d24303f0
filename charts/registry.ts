// The charts. Each is loaded when it is rendered, never to be listed.

import { chartEntry, type Registry } from '../lib/render/registry';
import { about as dozlabSession } from './dozlab-session/about';

export const registry: Registry = [
  chartEntry(dozlabSession, () => (require('./dozlab-session') as typeof import('./dozlab-session')).system),
];
