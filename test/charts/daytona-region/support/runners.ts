// Pods of a region with runners, as tests read them.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { IContainer } from 'kubernetes-models/v1/Container';
import { system } from '../../../../charts/daytona-region';
import { templateOf } from '../../../support/pods';
import { render } from '../../../support/render';
import { minimal } from '../values';

/** A script of the chart. */
export const script = (name: string): string =>
  readFileSync(join(__dirname, '../../../../charts/daytona-region/scripts', name), 'utf8');

/** Required values, and `services.runner`. */
export const withRunners = (runner: object) => ({
  ...minimal,
  services: {
    runnermanager: { enabled: true },
    runner: { enabled: true, env: { API_TOKEN: 'a-token-of-the-runners' }, ...runner },
  },
});

/** The pods of the DaemonSet. */
export const podsWith = (runner: object) => templateOf(render(system, withRunners(runner)), 'DaemonSet').spec;

/** The container that limits what sandboxes can reach. */
export function guardOf(networkPolicy: object, dns: readonly string[] = []): IContainer {
  const [guard] =
    podsWith({ networkPolicy: { enabled: true, ...networkPolicy }, dockerInstaller: { dns } }).initContainers ?? [];
  if (!guard) throw new Error('there is no guard');
  return guard;
}
