// The charts. Each is loaded when it is rendered, never to be listed.

import type { ChartEntry, Registry } from '../lib/render/registry';
import type { System } from '../lib/render/system';
import { about as dozlabSession } from './dozlab-session/about';
import { about as runnerManager } from './runner-manager/about';

export const registry: Registry = [
  entry(dozlabSession, () => require('./dozlab-session')),
  entry(runnerManager, () => require('./runner-manager')),
];

/** `require` gives the modules without a type: each chart checks its own `system`. */
function entry(about: Omit<ChartEntry, 'load'>, modules: () => { readonly system: System }): ChartEntry {
  return { ...about, load: () => modules().system };
}
