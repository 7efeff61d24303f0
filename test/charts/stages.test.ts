// The lifecycle of every chart: the stage of each object, and that nothing waits for a later stage.

import { stagesOf } from '../../lib/delivery/stages';
import { wavesOf } from '../../lib/delivery/waves';
import { describe as nameOf } from '../../lib/k8s/object/manifest';
import type { Rendered } from '../../lib/render/render';
import { cases } from '../support/charts';
import { rendered } from '../support/render';
import { late, misplaced } from '../support/stages';

const releases = cases.map(({ chart, name, system, values }) => ({ chart, name, release: rendered(system, [values]) }));

/** `Job default/x`, without the hash, which changes with every script. */
const table = (release: Rendered): string[] =>
  stagesOf(release).flatMap(({ stage, objects }) =>
    objects.map((object) => `${stage} ${nameOf(object).replace(/^(Job .*)-[0-9a-f]{10}$/, '$1')}`),
  );

describe.each(releases)('$chart, $name', ({ release }) => {
  test('every object is in the right stage', () => {
    expect(table(release)).toMatchSnapshot();
  });

  test('every object is in exactly one stage', () => {
    expect(misplaced(release)).toEqual([]);
  });

  test('no pod waits for an object in a later stage', () => {
    expect(late(release)).toEqual([]);
  });
});

const BUILT_IN = [
  'before-1 StatefulSet default/daytona-postgresql',
  'before-1 StatefulSet default/daytona-redis-master',
  'before-2 Job default/daytona-api-migration-init',
  'before-3 Job default/daytona-api-migration-pre-deploy',
  'after Job default/daytona-api-migration-post-deploy',
];

test.each([
  ['daytona', BUILT_IN],
  ['daytona-region', ['before-1 Job default/daytona-region-region-registration']],
  ['dozlab-session', []],
  ['peerpods', ['after MutatingWebhookConfiguration peer-pods-webhook-mutating-webhook-configuration']],
  ['runner-manager', []],
])('the example of %s has stages before and after its workloads', (chart, lines) => {
  const found = releases.find((candidate) => candidate.chart === chart && candidate.name === 'example');
  expect(found && table(found.release).filter((line) => /^(before|after)/.test(line))).toEqual(lines);
});

/** What Argo CD waits for, apart from the setup. */
const gates = ({ objects, lifecycle }: Rendered): string[] =>
  [...wavesOf({ objects, lifecycle })]
    .filter(([, wave]) => wave > -40 && wave < 0)
    .map(([object]) => nameOf(object).replace(/-[0-9a-f]{10}$/, ''));

test.each([
  [
    'daytona',
    [
      'PersistentVolumeClaim default/daytona-dex',
      'Service default/daytona-postgresql',
      'Service default/daytona-postgresql-hl',
      'Service default/daytona-redis-headless',
      'Service default/daytona-redis-master',
      'Service default/daytona-dex',
      'Service default/daytona-api',
      'Job default/daytona-api-migration-init',
      'Job default/daytona-api-migration-pre-deploy',
      'Deployment default/daytona-dex',
      'Deployment default/daytona-api',
      'StatefulSet default/daytona-postgresql',
      'StatefulSet default/daytona-redis-master',
    ],
  ],
  ['daytona-region', ['Job default/daytona-region-region-registration']],
  ['dozlab-session', []],
  ['peerpods', []],
  ['runner-manager', []],
])('Argo CD waits only for what a later wave of %s needs', (chart, names) => {
  const found = releases.find((candidate) => candidate.chart === chart && candidate.name === 'example');
  expect(found && gates(found.release)).toEqual(names);
});
